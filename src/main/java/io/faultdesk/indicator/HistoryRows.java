package io.faultdesk.indicator;

import io.faultdesk.shared.TimeRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reads the table of minutes, many series at once; each is a question of its own within one statement, as in {@link SampleRows}. */
record HistoryRows(JdbcTemplate jdbc) {

  static final String PART =
      """
      (select series_id, starts_at, samples, mean, squares, lowest, highest, newest from indicator_minute
       where series_id = ? and starts_at >= ? and starts_at < ?)
      """;

  private static final int SERIES_AT_ONCE = 100;

  /** So many are in memory at once: six hours of a hundred series. */
  private static final long ROWS_AT_ONCE = 36_000;

  /** Receives what is stored of one series, the oldest first. */
  interface Taker {

    void take(long series, List<HistoryPoint> points);
  }

  /** Hands out the steps of each of these series, also where there is none. */
  void read(List<Long> series, TimeRange range, Duration step, Taker taker) {
    long from = range.from().toEpochMilli();
    long to = range.to().toEpochMilli();
    for (List<Long> portion : SampleRows.portions(series, seriesAtOnce(range))) {
      Map<Long, List<Figures>> found = new HashMap<>();
      jdbc.query(
          SampleRows.union(PART, portion.size()),
          row -> {
            found.computeIfAbsent(row.getLong(1), id -> new ArrayList<>())
                .add(
                    new Figures(
                        row.getLong(2),
                        row.getLong(3),
                        row.getDouble(4),
                        row.getDouble(5),
                        row.getDouble(6),
                        row.getDouble(7),
                        row.getDouble(8)));
          },
          portion.stream().flatMap(id -> Stream.of(id, from, to)).toArray());
      portion.forEach(id -> taker.take(id, points(found.getOrDefault(id, new ArrayList<>()), from, step)));
    }
  }

  private static int seriesAtOnce(TimeRange range) {
    long minutes = Math.max(1, Duration.between(range.from(), range.to()).toMinutes());
    return Math.clamp(ROWS_AT_ONCE / minutes, 1, SERIES_AT_ONCE);
  }

  private static List<HistoryPoint> points(List<Figures> minutes, long from, Duration step) {
    List<HistoryPoint> points = new ArrayList<>();
    HistoryStep summary = new HistoryStep(from, step.toMillis(), points);
    minutes.sort(Comparator.comparing(Figures::startsAt));
    minutes.forEach(summary::add);
    summary.close();
    return points;
  }
}
