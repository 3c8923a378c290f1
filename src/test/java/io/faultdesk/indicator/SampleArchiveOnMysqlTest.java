package io.faultdesk.indicator;

import io.faultdesk.testing.MysqlServer;

/** The same on a genuine MySQL. */
class SampleArchiveOnMysqlTest extends SampleArchiveTest {

  @Override
  String database() {
    return MysqlServer.newMigratedDatabase();
  }
}
