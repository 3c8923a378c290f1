package io.faultdesk.indicator;

import io.faultdesk.testing.MysqlServer;

/** The same on a genuine MySQL. */
class StoredWindowsOnMysqlTest extends StoredWindowsTest {

  @Override
  String database() {
    return MysqlServer.newMigratedDatabase();
  }
}
