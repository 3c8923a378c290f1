package io.faultdesk.indicator;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultdesk.testing.MysqlServer;
import org.springframework.jdbc.core.JdbcTemplate;

/** The same on a genuine MySQL. */
class HistoriesOnMysqlTest extends HistoriesTest {

  @Override
  String database() {
    return MysqlServer.newMigratedDatabase();
  }

  @Override
  void plan(JdbcTemplate jdbc, String question, Object... parameters) {
    jdbc.execute("analyze table indicator_minute");
    assertThat(jdbc.queryForList("explain " + question, parameters))
        .filteredOn(row -> "indicator_minute".equals(row.get("table")))
        .hasSize(2)
        .allSatisfy(row -> assertThat(row).containsEntry("type", "range").containsEntry("key", "PRIMARY"));
  }
}
