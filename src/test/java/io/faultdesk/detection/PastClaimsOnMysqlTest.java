package io.faultdesk.detection;

import io.faultdesk.testing.MysqlServer;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The same on a genuine MySQL. */
class PastClaimsOnMysqlTest extends PastClaimsTest {

  @Override
  DriverManagerDataSource database() {
    return new DriverManagerDataSource(MysqlServer.newDatabase(), MysqlServer.USER, "");
  }
}
