package io.faultdesk.incident;

import io.faultdesk.testing.HandClock;
import io.faultdesk.testing.MysqlServer;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.transaction.support.TransactionTemplate;

/** The same on the other database, which plans its queries in its own way. */
class LabelOnMysqlTest extends LabelTest {

  @Autowired
  LabelOnMysqlTest(
      IncidentDesk desk,
      Labels labels,
      FaultArchive archive,
      TransactionTemplate transaction,
      HandClock clock,
      MockMvc mvc,
      JdbcClient jdbc) {
    super(desk, labels, archive, transaction, clock, mvc, jdbc);
  }

  @DynamicPropertySource
  static void database(DynamicPropertyRegistry properties) {
    String url = MysqlServer.newMigratedDatabase();
    properties.add("spring.datasource.url", () -> url);
    properties.add("spring.datasource.username", () -> MysqlServer.USER);
  }

  @Override
  boolean mysql() {
    return true;
  }
}
