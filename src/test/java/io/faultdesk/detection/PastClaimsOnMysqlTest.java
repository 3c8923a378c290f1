package io.faultdesk.detection;

import io.faultdesk.testing.MysqlServer;
import javax.sql.DataSource;

/** The same on a genuine MySQL. */
class PastClaimsOnMysqlTest extends PastClaimsTest {

  @Override
  DataSource database() {
    return MysqlServer.newMigratedSource();
  }
}
