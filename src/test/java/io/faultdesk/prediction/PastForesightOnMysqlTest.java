package io.faultdesk.prediction;

import io.faultdesk.testing.MysqlServer;
import javax.sql.DataSource;

/** The same on a genuine MySQL. */
class PastForesightOnMysqlTest extends PastForesightTest {

  @Override
  DataSource database() {
    return MysqlServer.newSource();
  }
}
