package io.faultdesk.prediction;

import static java.util.stream.Collectors.joining;

import io.faultdesk.shared.TimeRange;
import java.time.Instant;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What models saw and said while they were in force, hour by hour, and what was expected and came, moment by moment. */
@Component
class ModelTallies {

  static final String HOURS = "select starts_at, counts from model_hour where version = ? and starts_at >= ?";
  static final String RECKONING =
      """
      select count(*), coalesce(sum(expected), 0), coalesce(sum(variance), 0), coalesce(sum(came), 0),
        coalesce(sum((came - expected) * (came - expected)), 0)
      from model_moment where version = ? and starts_at >= ?
      """;

  private final JdbcClient jdbc;

  ModelTallies(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** By the begin of each hour since then, in epoch milliseconds. */
  SortedMap<Long, long[][]> hours(String version, Instant since) {
    SortedMap<Long, long[][]> hours = new TreeMap<>();
    jdbc.sql(HOURS).params(version, since.toEpochMilli())
        .query(row -> {
          hours.put(row.getLong(1), counts(row.getString(2)));
        });
    return hours;
  }

  void save(String version, long hour, long[][] counts) {
    int known = jdbc.sql("update model_hour set counts = ? where version = ? and starts_at = ?")
        .params(text(counts), version, hour).update();
    if (known == 0) {
      jdbc.sql("insert into model_hour (version, starts_at, counts) values (?, ?, ?)")
          .params(version, hour, text(counts)).update();
    }
  }

  /** Keeps what came of a moment. */
  void settled(String version, TimeRange moment, double expected, double variance, long came) {
    long at = moment.from().toEpochMilli();
    int known = jdbc.sql("select count(*) from model_moment where version = ? and starts_at = ?").params(version, at)
        .query(Integer.class).single();
    if (known == 0) {
      jdbc.sql("insert into model_moment (version, starts_at, expected, variance, came) values (?, ?, ?, ?, ?)")
          .params(version, at, expected, variance, came).update();
    }
  }

  Reckoning reckoning(String version, Instant since) {
    return jdbc.sql(RECKONING).params(version, since.toEpochMilli())
        .query((row, number) -> new Reckoning(
            row.getLong(1), row.getDouble(2), row.getDouble(3), row.getLong(4), row.getDouble(5)))
        .single();
  }

  void prune(Instant hoursBefore, Instant momentsBefore) {
    jdbc.sql("delete from model_hour where starts_at < ?").param(hoursBefore.toEpochMilli()).update();
    jdbc.sql("delete from model_moment where starts_at < ?").param(momentsBefore.toEpochMilli()).update();
  }

  private static String text(long[][] counts) {
    return Arrays.stream(counts)
        .map(each -> Arrays.stream(each).mapToObj(Long::toString).collect(joining(",")))
        .collect(joining(";"));
  }

  private static long[][] counts(String text) {
    return Arrays.stream(text.split(";"))
        .map(each -> Arrays.stream(each.split(",")).mapToLong(Long::parseLong).toArray())
        .toArray(long[][]::new);
  }
}
