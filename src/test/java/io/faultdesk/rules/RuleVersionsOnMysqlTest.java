package io.faultdesk.rules;

import io.faultdesk.testing.MysqlServer;
import javax.sql.DataSource;

/** The same on a genuine MySQL. */
class RuleVersionsOnMysqlTest extends RuleVersionsTest {

  @Override
  DataSource database() {
    return MysqlServer.newSource();
  }
}
