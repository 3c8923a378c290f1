package io.faultdesk.indicator;

import static java.util.Comparator.comparing;
import static java.util.Objects.requireNonNull;

import io.faultdesk.catalog.IndicatorInfo.Kind;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.TimeRange;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The minutes of all indicators in the database: their figures for the history, and their samples for as long as a window
 * reaches that far back or a replay may want them. One running program is the only writer.
 */
@Repository
class StoredMinutes {

  static final String HISTORY =
      """
      select starts_at, samples, mean, squares, lowest, highest, newest from indicator_minute
      where series_id = ? and starts_at >= ? and starts_at < ? order by series_id, starts_at
      """;

  // MySQL assigns from left to right and H2 all at once: nothing on the right may be a column
  private static final String UPDATE_FIGURES =
      """
      update indicator_minute
      set samples = ?, mean = ?, squares = ?, lowest = ?, highest = ?, newest = ?, newest_at = ?
      where series_id = ? and starts_at = ?
      """;
  private static final String INSERT_FIGURES =
      """
      insert into indicator_minute
        (samples, mean, squares, lowest, highest, newest, newest_at, series_id, starts_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;
  private static final String UPDATE_SAMPLES =
      "update indicator_samples set body = ? where series_id = ? and starts_at = ?";
  private static final String INSERT_SAMPLES =
      "insert into indicator_samples (body, series_id, starts_at) values (?, ?, ?)";

  private static final int SERIES_AT_ONCE = 100;

  private final JdbcTemplate jdbc;
  private final SampleRows rows;
  private final HistoryRows historyRows;
  private final TransactionTemplate transaction;
  private final Map<SeriesKey, Long> ids = new ConcurrentHashMap<>();
  private long lastId;

  StoredMinutes(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.rows = new SampleRows(jdbc);
    this.historyRows = new HistoryRows(jdbc);
    this.transaction = new TransactionTemplate(transactions);
  }

  /** Learns which indicators are stored; has to come before everything else. */
  void open() {
    jdbc.query(
        "select id, service, indicator from indicator_series",
        row -> {
          ids.put(new SeriesKey(ServiceName.of(row.getString(2)), row.getString(3)), row.getLong(1));
          lastId = Math.max(lastId, row.getLong(1));
        });
  }

  /** Stores the minutes, all or none. */
  void write(List<SeriesMinute> minutes) {
    Map<SeriesKey, Long> added = unknown(minutes);
    transaction.executeWithoutResult(
        status -> {
          jdbc.batchUpdate(
              "insert into indicator_series (service, indicator, id) values (?, ?, ?)",
              added.entrySet().stream().map(StoredMinutes::seriesRow).toList());
          Map<SeriesKey, Long> all = new LinkedHashMap<>(added);
          minutes.forEach(each -> all.computeIfAbsent(each.key(), ids::get));
          put(UPDATE_FIGURES, INSERT_FIGURES, minutes.stream().map(each -> figures(all, each)).toList());
          put(UPDATE_SAMPLES, INSERT_SAMPLES, minutes.stream().map(each -> samples(all, each)).toList());
        });
    ids.putAll(added);
    lastId += added.size();
  }

  /**
   * Hands out the samples from which windows come back, each indicator's minutes from the oldest to the newest: those since its
   * moment, or else the newest there is.
   *
   * @param since epoch milliseconds from which an indicator's samples are wanted
   * @param heardSince epoch milliseconds; an indicator without any sample since then is left out
   */
  void read(ToLongFunction<SeriesKey> since, long heardSince, BiConsumer<SeriesKey, StoredSamples> taker) {
    Map<Long, SeriesKey> keys = new TreeMap<>();
    ids.forEach((key, id) -> keys.put(id, key));
    SortedMap<Long, Long> wanted = new TreeMap<>();
    rows.newest(keys.keySet()).forEach((id, newest) -> {
      if (newest >= heardSince) {
        wanted.put(id, Math.min(newest, since.applyAsLong(requireNonNull(keys.get(id)))));
      }
    });
    rows.read(wanted, Long.MAX_VALUE, (id, minutes) -> {
      SeriesKey key = requireNonNull(keys.get(id));
      minutes.forEach(minute -> taker.accept(key, minute));
    });
  }

  /** Deletes the samples from before that moment, but for those that an indicator's windows still need; the figures stay. */
  void deleteSamples(long before, Map<SeriesKey, Long> needed) {
    inPortions(
        "delete from indicator_samples where series_id = ? and starts_at < ?",
        ids.entrySet().stream()
            .map(each -> new @Nullable Object[]{
              each.getValue(), Math.min(before, needed.getOrDefault(each.getKey(), before))
            })
            .toList());
  }

  /** Deletes the figures from before that moment, and the indicators of which nothing is left. */
  void deleteHistory(Instant before) {
    inPortions(
        "delete from indicator_minute where series_id = ? and starts_at < ?",
        ids.values().stream().map(id -> new @Nullable Object[]{id, before.toEpochMilli()}).toList());
    String empty =
        """
        where not exists (select 1 from indicator_minute m where m.series_id = indicator_series.id)
          and not exists (select 1 from indicator_samples s where s.series_id = indicator_series.id)
        """;
    List<Long> gone = jdbc.queryForList("select id from indicator_series " + empty, Long.class);
    inPortions(
        "delete from indicator_series where id = ?",
        gone.stream().map(id -> new @Nullable Object[]{id}).toList());
    ids.values().removeAll(gone);
  }

  List<HistoryPoint> history(SeriesKey key, TimeRange range, Duration step) {
    Long id = ids.get(key);
    if (id == null) {
      return List.of();
    }
    List<HistoryPoint> points = new ArrayList<>();
    HistoryStep summary = new HistoryStep(range.from().toEpochMilli(), step.toMillis(), points);
    figures(jdbc, id, range.from().toEpochMilli(), range.to().toEpochMilli(), summary::add);
    summary.close();
    return points;
  }

  /** What the minutes of all indicators of that service come to, a row for each step. */
  SortedMap<Instant, Map<String, Double>> rows(
      ServiceName service, TimeRange range, Duration step, Function<String, Kind> kinds) {
    Map<String, Long> series = new HashMap<>();
    ids.forEach((key, id) -> {
      if (key.service().equals(service)) {
        series.put(key.indicator(), id);
      }
    });
    return rows(jdbc, series, range, step, kinds);
  }

  /**
   * The same of the series with these identities.
   *
   * @param series by indicator
   */
  static SortedMap<Instant, Map<String, Double>> rows(
      JdbcTemplate jdbc, Map<String, Long> series, TimeRange range, Duration step, Function<String, Kind> kinds) {
    SortedMap<Instant, Map<String, Double>> rows = new TreeMap<>();
    series.forEach((indicator, id) -> {
      MinuteRows minutes = new MinuteRows(kinds.apply(indicator), range, step);
      figures(jdbc, id, minutes.readFrom(), range.to().toEpochMilli(), minutes::add);
      minutes.values()
          .forEach((at, value) -> rows.computeIfAbsent(at, row -> new HashMap<>()).put(indicator, value));
    });
    return rows;
  }

  private static void figures(JdbcTemplate jdbc, long id, long from, long to, Consumer<Figures> taker) {
    jdbc.query(
        HISTORY,
        row -> {
          taker.accept(
              new Figures(
                  row.getLong(1),
                  row.getLong(2),
                  row.getDouble(3),
                  row.getDouble(4),
                  row.getDouble(5),
                  row.getDouble(6),
                  row.getDouble(7)));
        },
        id,
        from,
        to);
  }

  /** Hands out the history of each of these, also where nothing is stored. */
  void histories(
      Collection<SeriesKey> series, TimeRange range, Duration step, BiConsumer<SeriesKey, List<HistoryPoint>> taker) {
    Map<Long, SeriesKey> keys = new TreeMap<>();
    series.forEach(key -> {
      Long id = ids.get(key);
      if (id == null) {
        taker.accept(key, List.of());
      } else {
        keys.put(id, key);
      }
    });
    historyRows.read(
        List.copyOf(keys.keySet()), range, step, (id, points) -> taker.accept(requireNonNull(keys.get(id)), points));
  }

  /** Which indicators of these names are stored, by service and name. */
  List<SeriesKey> stored(Set<String> indicators) {
    return ids.keySet().stream()
        .filter(key -> indicators.contains(key.indicator()))
        .sorted(comparing(SeriesKey::service).thenComparing(SeriesKey::indicator))
        .toList();
  }

  /** How many indicators of that service are stored. */
  int count(ServiceName service) {
    return (int) ids.keySet().stream().filter(key -> key.service().equals(service)).count();
  }

  boolean knows(SeriesKey key) {
    return ids.containsKey(key);
  }

  private Map<SeriesKey, Long> unknown(List<SeriesMinute> minutes) {
    Map<SeriesKey, Long> added = new LinkedHashMap<>();
    for (SeriesMinute each : minutes) {
      if (!ids.containsKey(each.key())) {
        added.computeIfAbsent(each.key(), key -> lastId + added.size() + 1);
      }
    }
    return added;
  }

  /** Updates, and inserts what was not there. */
  private void put(String update, String insert, List<@Nullable Object[]> rows) {
    int[] counts = jdbc.batchUpdate(update, rows);
    List<@Nullable Object[]> absent = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] == 0) {
        absent.add(rows.get(i));
      } else if (counts[i] == Statement.SUCCESS_NO_INFO) {
        throw new IllegalStateException("the database driver does not say whether a row was there");
      }
    }
    jdbc.batchUpdate(insert, absent);
  }

  /** Each portion is a transaction of its own, so that no lock is held for long. */
  private void inPortions(String sql, List<@Nullable Object[]> rows) {
    for (int i = 0; i < rows.size(); i += SERIES_AT_ONCE) {
      List<@Nullable Object[]> portion = rows.subList(i, Math.min(rows.size(), i + SERIES_AT_ONCE));
      transaction.executeWithoutResult(status -> jdbc.batchUpdate(sql, portion));
    }
  }

  private static @Nullable Object[] seriesRow(Map.Entry<SeriesKey, Long> entry) {
    return new @Nullable Object[]{
      entry.getKey().service().value(), entry.getKey().indicator(), entry.getValue()
    };
  }

  private static @Nullable Object[] figures(Map<SeriesKey, Long> ids, SeriesMinute each) {
    Minute minute = each.minute();
    return new @Nullable Object[]{
      minute.count(),
      minute.mean(),
      minute.squares(),
      minute.lowest(),
      minute.highest(),
      minute.newest(),
      minute.newestAt(),
      ids.get(each.key()),
      minute.startsAt()
    };
  }

  private static @Nullable Object[] samples(Map<SeriesKey, Long> ids, SeriesMinute each) {
    return new @Nullable Object[]{
      each.minute().samples().bytes(), ids.get(each.key()), each.minute().startsAt()
    };
  }
}
