package io.faultdesk.incident;

import io.faultdesk.testing.MysqlServer;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.support.TransactionTemplate;
import io.faultdesk.incident.IncidentWorld.Heard;
import io.faultdesk.testing.HandClock;

/** The same on the other database, which reads queries and locks rows in its own way. */
class QuietOnMysqlTest extends QuietTest {

  @Autowired
  QuietOnMysqlTest(
      IncidentDesk desk,
      MutedFindings muted,
      MutedRelease release,
      QuietNews news,
      Storm storm,
      Inhibition inhibition,
      TransactionTemplate transaction,
      HandClock clock,
      Heard heard,
      JdbcClient jdbc) {
    super(desk, muted, release, news, storm, inhibition, transaction, clock, heard, jdbc);
  }

  @DynamicPropertySource
  static void database(DynamicPropertyRegistry properties) {
    String url = MysqlServer.newMigratedDatabase();
    properties.add("spring.datasource.url", () -> url);
    properties.add("spring.datasource.username", () -> MysqlServer.USER);
  }
}
