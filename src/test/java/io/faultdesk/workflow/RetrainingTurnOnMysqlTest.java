package io.faultdesk.workflow;

import io.faultdesk.testing.MysqlServer;
import javax.sql.DataSource;

/** The same on a genuine MySQL. */
class RetrainingTurnOnMysqlTest extends RetrainingTurnTest {

  @Override
  DataSource database() {
    return MysqlServer.newSource();
  }
}
