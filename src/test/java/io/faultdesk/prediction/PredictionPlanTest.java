package io.faultdesk.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultdesk.shared.TimeRange;
import io.faultdesk.testing.MysqlServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What is asked again and again reads along an index, however much is kept. */
class PredictionPlanTest {

  private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");

  @TempDir private Path folder;

  @Test
  void on_h2() {
    var source = new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    JdbcTemplate jdbc = filled(source);
    jdbc.execute("analyze");
    assertThat(plan(jdbc, "explain ", Alarms.DUE)).contains("forecast_alarm_open").doesNotContain("tablescan");
    assertThat(plan(jdbc, "explain ", Alarms.TALLY)).contains("forecast_alarm_tally").contains("group sorted");
    for (String query : List.of(ModelTallies.HOURS, ModelTallies.RECKONING)) {
      assertThat(plan(jdbc, "explain ", query, "v1", NOW.toEpochMilli())).contains("primary_key")
          .doesNotContain("tablescan");
    }
  }

  @Test
  void on_mysql() {
    var source = MysqlServer.newSource();
    JdbcTemplate jdbc = filled(source);
    jdbc.queryForList("analyze table forecast_alarm, model_hour, model_moment");
    String explain = "explain format=json ";
    assertThat(plan(jdbc, explain, Alarms.DUE)).contains("\"key\": \"forecast_alarm_");
    assertThat(plan(jdbc, explain, Alarms.TALLY)).contains("\"using_index\": true").contains("forecast_alarm_tally");
    for (String query : List.of(ModelTallies.HOURS, ModelTallies.RECKONING)) {
      assertThat(plan(jdbc, explain, query, "v1", NOW.toEpochMilli())).contains("\"access_type\": \"range\"")
          .contains("\"key\": \"primary\"");
    }
  }

  @Test
  void what_is_counted_is_kept_on_mysql() {
    var source = MysqlServer.newSource();
    ModelTallies tallies = Forecasts.of(folder, source).tallies;
    tallies.save("v1", 0, new long[][]{{1, 2}, {3, 4, 5}});
    tallies.save("v1", 0, new long[][]{{2, 2}, {3, 4, 6}});
    assertThat(tallies.hours("v1", Instant.EPOCH).get(0L)).isDeepEqualTo(new long[][]{{2, 2}, {3, 4, 6}});
    TimeRange moment = new TimeRange(NOW, NOW.plusSeconds(1200));
    tallies.settled("v1", moment, 0.5, 0.4, 2);
    tallies.settled("v1", moment, 9, 9, 9);
    tallies.settled("v2", moment, 9, 9, 9);
    assertThat(tallies.reckoning("v1", NOW)).isEqualTo(new Reckoning(1, 0.5, 0.4, 2, 2.25));
    assertThat(tallies.reckoning("v1", NOW.plusSeconds(1))).isEqualTo(new Reckoning(0, 0, 0, 0, 0));
    tallies.prune(NOW, NOW.plusSeconds(1));
    assertThat(tallies.hours("v1", Instant.EPOCH)).isEmpty();
    assertThat(tallies.reckoning("v1", NOW).moments()).isZero();
  }

  private JdbcTemplate filled(DataSource source) {
    Forecasts world = Forecasts.of(folder, source);
    JdbcTemplate jdbc = new JdbcTemplate(source);
    jdbc.batchUpdate(
        "insert into forecast_alarm (id, service, version, shadow, raised_at, until_at, probability, came_true, prevented) "
            + "values (?, 'orders', ?, false, ?, ?, 0.5, ?, ?)",
        IntStream.range(0, 2000).mapToObj(id -> new Object[]{id, "v" + id % 3, id, id,
          id % 100 == 0 ? null : id % 2 == 0, id % 200 == 0}).toList());
    IntStream.range(0, 500).forEach(i -> {
      Instant at = NOW.plus(Duration.ofHours(i - 450));
      world.tallies.save("v" + i % 3, at.toEpochMilli(), new long[][]{{i}});
      world.tallies.settled("v" + i % 3, new TimeRange(at, at), 1, 1, 1);
    });
    return jdbc;
  }

  private static String plan(JdbcTemplate jdbc, String explain, String query, Object... values) {
    return String.valueOf(jdbc.queryForObject(explain + query, String.class, values)).toLowerCase(Locale.ROOT);
  }
}
