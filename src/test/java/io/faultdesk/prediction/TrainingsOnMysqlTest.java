package io.faultdesk.prediction;

import io.faultdesk.testing.MysqlServer;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The same on a genuine MySQL. */
class TrainingsOnMysqlTest extends TrainingsTest {

  @Override
  DriverManagerDataSource database() {
    return new DriverManagerDataSource(MysqlServer.newDatabase(), MysqlServer.USER, "");
  }
}
