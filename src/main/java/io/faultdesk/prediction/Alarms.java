package io.faultdesk.prediction;

import io.faultdesk.incident.PastFault;
import io.faultdesk.incident.PreventedFault;
import io.faultdesk.shared.ServiceName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * What models expected, each time from when they first said so until the horizon has passed or the fault has come, and how
 * often they were right. One thread alone raises and settles; anybody may read.
 */
@Component
class Alarms {

  private static final String COLUMNS =
      "id, service, version, shadow, raised_at, until_at, probability, came_true, prevented, incident";

  /** The first question is answered by an index on its condition, the others by the primary key. */
  static final String DUE =
      "select " + COLUMNS + " from forecast_alarm where prevented = false and came_true is null order by id";
  static final String TALLY =
      "select version, shadow, prevented, came_true, count(*) from forecast_alarm group by version, shadow, prevented, came_true";
  static final String PAGE = "select " + COLUMNS + " from forecast_alarm where id < ? order by id desc limit ?";
  static final String PAGE_OF_SERVICE =
      "select " + COLUMNS + " from forecast_alarm where service = ? and id < ? order by id desc limit ?";

  /** By the primary key too, because ids ascend with the time. */
  static final String CAME =
      "select " + COLUMNS + " from forecast_alarm where came_true = true and raised_at >= ? order by id";

  /** So long after it came a fault may still be denied; the faults of a day more are known. */
  private static final Duration REVISED = KnownFaults.KEPT.minusDays(1);
  private static final int PRUNED_AT_ONCE = 1000;

  private final JdbcClient jdbc;
  private final JdbcTemplate batches;
  private final PredictionSettings settings;
  private final Map<Key, Alarm> open = new HashMap<>();
  private volatile Map<String, TrackRecord> counted = Map.of();
  private long lastId = -1;

  Alarms(JdbcClient jdbc, JdbcTemplate batches, PredictionSettings settings) {
    this.jdbc = jdbc;
    this.batches = batches;
    this.settings = settings;
  }

  /** Notes those of these forecasts that are news: of whose service the same model does not expect a fault already. */
  void raise(Collection<Forecast> forecasts, boolean shadow, Instant now) {
    known();
    List<Alarm> news = new ArrayList<>();
    for (Forecast forecast : forecasts) {
      if (!open.containsKey(new Key(forecast.service(), forecast.version()))) {
        Instant until = now.plusMillis((long) (forecast.horizon() * 1000));
        news.add(new Alarm(lastId + news.size() + 1, forecast.service(), forecast.version(), shadow, now, until,
            forecast.probability(), null, false, null));
      }
    }
    insert(news);
    lastId += news.size();
    news.forEach(alarm -> open.put(Key.of(alarm), alarm));
  }

  private void insert(List<Alarm> news) {
    try {
      batches.batchUpdate(
          "insert into forecast_alarm (id, service, version, shadow, raised_at, until_at, probability) values (?, ?, ?, ?, ?, ?, ?)",
          news.stream().map(alarm -> new Object[]{alarm.id(), alarm.service().value(), alarm.version(), alarm.shadow(),
            alarm.raisedAt().toEpochMilli(), alarm.until().toEpochMilli(), alarm.probability()}).toList());
    } catch (DataAccessException unknown) {
      // some of them may be there: the next look reads which
      lastId = -1;
      open.clear();
      throw unknown;
    }
  }

  /** Holds against what came what is over. A fault that came was not prevented, whatever anybody did. */
  void settle(KnownFaults faults, Instant now) {
    known();
    List<Object[]> settled = new ArrayList<>();
    List<Key> over = new ArrayList<>();
    open.forEach((key, alarm) -> {
      Optional<PastFault> came = faults.of(alarm.service()).stream()
          .filter(fault -> alarm.isAbout(fault.begunAt()))
          .min(Comparator.comparing(PastFault::begunAt));
      if (came.isPresent() || alarm.until().isBefore(now)) {
        Optional<PreventedFault> prevented = came.isPresent() ? Optional.empty() : faults.prevented(alarm);
        settled.add(new Object[]{prevented.isPresent() ? null : came.isPresent(), prevented.isPresent(),
          came.map(PastFault::incident).or(() -> prevented.map(PreventedFault::incident)).orElse(null), alarm.id()});
        over.add(key);
      }
    });
    batches.batchUpdate("update forecast_alarm set came_true = ?, prevented = ?, incident = ? where id = ?", settled);
    over.forEach(open::remove);
    boolean revised = faults.allKnownAt(now) && revise(faults, now);
    if (revised || !over.isEmpty() || counted.isEmpty()) {
      counted = records();
    }
  }

  /** What somebody denied only after it had come did not come. */
  private boolean revise(KnownFaults faults, Instant now) {
    List<Object[]> denied = jdbc.sql(CAME).param(now.minus(REVISED).toEpochMilli()).query(Alarms::alarm).list().stream()
        .filter(alarm -> faults.of(alarm.service()).stream().noneMatch(fault -> alarm.isAbout(fault.begunAt())))
        .map(alarm -> new Object[]{alarm.id()}).toList();
    batches.batchUpdate("update forecast_alarm set came_true = false, incident = null where id = ?", denied);
    return !denied.isEmpty();
  }

  /** The share of what that version expected that came, as it was when something was settled last; NaN where nothing was. */
  double precision(String version) {
    return counted.getOrDefault(version, TrackRecord.NONE).precision();
  }

  /** Forgets what is older than it is to be kept; a part of it where there is much. */
  void prune(Instant now) {
    Instant before = now.minus(settings.keepAlarms());
    List<Long> old =
        jdbc.sql(
            "select id from forecast_alarm where (came_true is not null or prevented) and raised_at < ? order by id limit ?")
            .params(before.toEpochMilli(), PRUNED_AT_ONCE).query(Long.class).list();
    batches.batchUpdate("delete from forecast_alarm where id = ?", old.stream().map(id -> new Object[]{id}).toList());
  }

  /**
   * The newest first.
   *
   * @param service null for all
   * @param before only those with a smaller id
   */
  List<Alarm> page(@Nullable ServiceName service, long before, int limit) {
    return service == null
        ? jdbc.sql(PAGE).params(before, limit).query(Alarms::alarm).list()
        : jdbc.sql(PAGE_OF_SERVICE).params(service.value(), before, limit).query(Alarms::alarm).list();
  }

  /** How often each version was right. */
  Map<String, TrackRecord> records() {
    Map<String, TrackRecord> records = new HashMap<>();
    jdbc.sql(TALLY).query(row -> {
      TrackRecord part =
          TrackRecord.of(row.getBoolean(2), row.getBoolean(3), row.getObject(4, Boolean.class), row.getLong(5));
      records.merge(row.getString(1), part, TrackRecord::and);
    });
    return records;
  }

  private void known() {
    if (lastId < 0) {
      jdbc.sql(DUE).query(Alarms::alarm).list().forEach(alarm -> open.put(Key.of(alarm), alarm));
      lastId = jdbc.sql("select coalesce(max(id), 0) from forecast_alarm").query(Long.class).single();
    }
  }

  private static Alarm alarm(ResultSet row, int number) throws SQLException {
    return new Alarm(
        row.getLong(1),
        ServiceName.of(row.getString(2)),
        row.getString(3),
        row.getBoolean(4),
        Instant.ofEpochMilli(row.getLong(5)),
        Instant.ofEpochMilli(row.getLong(6)),
        row.getDouble(7),
        row.getObject(8, Boolean.class),
        row.getBoolean(9),
        row.getString(10));
  }

  private record Key(ServiceName service, String version) {

    static Key of(Alarm alarm) {
      return new Key(alarm.service(), alarm.version());
    }
  }

  /**
   * How often a model was right.
   *
   * @param shadow how many of them nobody was told of
   * @param prevented of how many nobody will know, because a person did something
   * @param open how many are not over yet
   */
  record TrackRecord(long alarms, long shadow, long cameTrue, long didNot, long prevented, long open) {

    static final TrackRecord NONE = new TrackRecord(0, 0, 0, 0, 0, 0);

    static TrackRecord of(boolean shadow, boolean prevented, @Nullable Boolean cameTrue, long count) {
      return new TrackRecord(count, shadow ? count : 0, Boolean.TRUE.equals(cameTrue) ? count : 0,
          Boolean.FALSE.equals(cameTrue) ? count : 0, prevented ? count : 0,
          cameTrue == null && !prevented ? count : 0);
    }

    TrackRecord and(TrackRecord other) {
      return new TrackRecord(alarms + other.alarms, shadow + other.shadow, cameTrue + other.cameTrue,
          didNot + other.didNot, prevented + other.prevented, open + other.open);
    }

    /** The share that was right of those that are over and that nobody did anything about; NaN where none is. */
    double precision() {
      return (double) cameTrue / (cameTrue + didNot);
    }
  }
}
