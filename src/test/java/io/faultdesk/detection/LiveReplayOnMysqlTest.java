package io.faultdesk.detection;

import io.faultdesk.testing.MysqlServer;

/** The same on a genuine MySQL. */
class LiveReplayOnMysqlTest extends LiveReplayTest {

  @Override
  String database() {
    return MysqlServer.newMigratedDatabase();
  }
}
