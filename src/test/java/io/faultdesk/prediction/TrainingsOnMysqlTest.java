package io.faultdesk.prediction;

import io.faultdesk.testing.MysqlServer;
import javax.sql.DataSource;

/** The same on a genuine MySQL. */
class TrainingsOnMysqlTest extends TrainingsTest {

  @Override
  DataSource database() {
    return MysqlServer.newSource();
  }
}
