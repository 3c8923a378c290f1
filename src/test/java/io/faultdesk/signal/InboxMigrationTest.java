package io.faultdesk.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultdesk.shared.Category;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.Severity;
import io.faultdesk.testing.MysqlServer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What waited when a message's alerts had a row each is there when they share rows. */
class InboxMigrationTest {

  private static final String LONG = "很长 ".repeat(100_000);

  @Test
  void on_h2() {
    migrate("jdbc:h2:mem:inbox-before;DB_CLOSE_DELAY=-1", "sa");
  }

  @Test
  void on_mysql() {
    migrate(MysqlServer.newDatabase(), MysqlServer.USER);
  }

  private static void migrate(String url, String user) {
    DriverManagerDataSource database = new DriverManagerDataSource(url, user, "");
    Flyway.configure().dataSource(database).target("20261121.17.00").load().migrate();
    JdbcClient jdbc = JdbcClient.create(database);
    insert(jdbc, alert("taken", true, ""), null, "g", 5L);
    insert(jdbc, alert("short", true, "短"), null, null, null);
    insert(jdbc, alert("long", true, LONG), null, "g", null);
    insert(jdbc, alert("remarked", true, ""), new Remark("li.na", "on it", true, false), null, null);

    Flyway.configure().dataSource(database).load().migrate();

    List<String> waiting =
        jdbc.sql("SELECT alerts, long_alerts FROM alert_inbox ORDER BY id")
            .query((row, number) -> StoredJson.get(row, "alerts"))
            .list();
    assertThat(waiting).containsExactly(
        "[{\"alert\":" + StoredJson.write(alert("short", true, "短")) + "}]",
        "[{\"alert\":" + StoredJson.write(alert("long", true, LONG)) + "}]",
        "[{\"alert\":" + StoredJson.write(alert("remarked", true, ""))
            + ",\"remark\":{\"by\":\"li.na\",\"text\":\"on it\",\"acknowledges\":true,\"only\":false}}]");
    assertThat(jdbc.sql("SELECT size FROM alert_inbox").query(Integer.class).list()).containsOnly(1);
  }

  private static void insert(
      JdbcClient jdbc, Alert alert, @Nullable Remark remark, @Nullable String group, @Nullable Long takenAt) {
    String json = StoredJson.write(alert);
    jdbc.sql(
        """
            INSERT INTO alert_inbox
              (identity, service, group_key, firing, message, long_message, received_at, taken_at, remark)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""")
        .param(1, alert.identity())
        .param(2, alert.service().value())
        .param(3, group)
        .param(4, alert.firing())
        .param(5, json.length() > 4000 ? null : json)
        .param(6, json.length() > 4000 ? json : null)
        .param(7, 1L)
        .param(8, takenAt)
        .param(9, remark == null ? null : StoredJson.write(remark))
        .update();
  }

  private static Alert alert(String name, boolean firing, String summary) {
    return new Alert(
        name, ServiceName.of("crm"), name, Severity.MAJOR, Category.OTHER, firing, Instant.EPOCH, null,
        Map.of("alertname", name), Map.of("summary", summary), "test");
  }
}
