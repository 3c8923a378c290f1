package io.faultdesk.workflow;

import io.faultdesk.testing.MysqlServer;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The same on a genuine MySQL. */
class RetrainingTurnOnMysqlTest extends RetrainingTurnTest {

  @Override
  DriverManagerDataSource database() {
    return new DriverManagerDataSource(MysqlServer.newDatabase(), MysqlServer.USER, "");
  }
}
