package io.faultdesk.indicator;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Reads the table of samples, many series at once. Each series is a question of its own within one statement, because of a list
 * of series H2 reads each from its beginning, and of a join MySQL does.
 */
record SampleRows(JdbcTemplate jdbc) {

  static final String PART =
      "(select series_id, starts_at, body from indicator_samples where series_id = ? and starts_at >= ? and starts_at < ?)";
  static final String NEWEST =
      """
      (select series_id, starts_at from indicator_samples where series_id = ?
       order by series_id desc, starts_at desc limit 1)
      """;

  /** The samples of so many are in memory at once; a minute of one has at most 60,000 bytes and commonly one hundredth. */
  static final int SERIES_AT_ONCE = 20;

  /** Receives the minutes of one series, the oldest first. */
  interface Taker {

    void take(long series, List<StoredSamples> minutes);
  }

  /**
   * Hands out the stored minutes of each of these series.
   *
   * @param since the start of the first minute wanted, by series; epoch milliseconds
   * @param before epoch milliseconds
   */
  void read(SortedMap<Long, Long> since, long before, Taker taker) {
    for (List<Map.Entry<Long, Long>> portion : portions(List.copyOf(since.entrySet()), SERIES_AT_ONCE)) {
      Map<Long, List<StoredSamples>> found = new HashMap<>();
      jdbc.query(
          union(PART, portion.size()),
          row -> {
            found
                .computeIfAbsent(row.getLong(1), series -> new ArrayList<>())
                .add(new StoredSamples(row.getLong(2), row.getBytes(3)));
          },
          portion.stream().flatMap(each -> Stream.of(each.getKey(), each.getValue(), before)).toArray());
      portion.forEach(each -> {
        List<StoredSamples> minutes = found.getOrDefault(each.getKey(), new ArrayList<>());
        minutes.sort(Comparator.comparing(StoredSamples::minute));
        taker.take(each.getKey(), minutes);
      });
    }
  }

  /** The start of the newest stored minute of each of these series, epoch milliseconds; none of which nothing is stored. */
  Map<Long, Long> newest(Collection<Long> series) {
    Map<Long, Long> newest = new HashMap<>();
    for (List<Long> portion : portions(List.copyOf(series), SERIES_AT_ONCE)) {
      jdbc.query(
          union(NEWEST, portion.size()),
          row -> {
            newest.put(row.getLong(1), row.getLong(2));
          },
          portion.toArray());
    }
    return newest;
  }

  /** The question asked so many times in one statement. */
  static String union(String part, int times) {
    return Stream.generate(() -> part).limit(times).collect(joining(" union all "));
  }

  /** All of them in their order, at most so many at once. */
  static <T> List<List<T>> portions(List<T> all, int size) {
    List<List<T>> portions = new ArrayList<>();
    for (int i = 0; i < all.size(); i += size) {
      portions.add(all.subList(i, Math.min(all.size(), i + size)));
    }
    return portions;
  }
}
