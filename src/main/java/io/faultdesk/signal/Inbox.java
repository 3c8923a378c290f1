package io.faultdesk.signal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.faultdesk.shared.Digest;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.signal.AlertReading.Item;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The table of alerts between their arrival and the moment somebody takes them, and for a while beyond. */
@Component
class Inbox implements AutoCloseable {

  /** Its own mapper: what lies in the table must stay readable whatever the web's JSON looks like one day. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private static final String INSERT =
      """
      INSERT INTO alert_inbox
        (identity, service, fingerprint, group_key, firing, message, long_message, received_at, remark)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""";

  /** The length of the column for messages of usual length. */
  private static final int MAX_MESSAGE = 4000;

  private static final int PRUNED_AT_ONCE = 1000;

  private final JdbcTemplate batches;
  private final JdbcClient jdbc;
  private final GroupCommit<Arrival> commits;
  private final SeenEvents seen;
  private final ApplicationEventPublisher events;
  private final Backlog backlog;
  private final Clock clock;
  private final SignalSettings settings;

  Inbox(
      JdbcTemplate batches,
      JdbcClient jdbc,
      PlatformTransactionManager transactions,
      SeenEvents seen,
      ApplicationEventPublisher events,
      Backlog backlog,
      Clock clock,
      SignalSettings settings) {
    this.batches = batches;
    this.jdbc = jdbc;
    this.commits = new GroupCommit<>(new TransactionTemplate(transactions), this::insert);
    this.seen = seen;
    this.events = events;
    this.backlog = backlog;
    this.clock = clock;
    this.settings = settings;
  }

  /**
   * Stores the good alerts of that reading, all or none.
   *
   * @throws IntakeBusy where too many wait already
   */
  void store(AlertReading reading) {
    if (reading.alerts().isEmpty() && !reading.groupOver() && reading.groupRemark() == null) {
      return;
    }
    backlog.requireRoom();
    String group = reading.groupKey() == null ? null : Digest.of(reading.groupKey());
    int stored = commits.store(new Arrival(reading, rows(reading.alerts()), group, clock.instant()));
    if (stored > 0) {
      backlog.grew(stored);
      events.publishEvent(new AlertsReceived(stored));
    }
  }

  private int insert(Arrival arrival) {
    List<Row> named = seen.unseen(arrival.rows(), row -> row.item().key());
    insert(named, arrival);
    List<Row> unnamed = rows(unnamed(arrival));
    insert(unnamed, arrival);
    return named.size() + unnamed.size();
  }

  /** What the message says about those members of its group that it does not name. */
  private List<Item> unnamed(Arrival arrival) {
    Remark remark = arrival.reading().groupRemark();
    if (arrival.group() == null || !arrival.reading().groupOver() && remark == null) {
      return List.of();
    }
    return firingMembers(arrival.group()).stream()
        .map(alert -> remark == null ? ended(alert, arrival.at()) : new Item(alert, null, remark))
        .toList();
  }

  private void insert(List<Row> rows, Arrival arrival) {
    batches.batchUpdate(INSERT, rows, Math.max(1, rows.size()), (statement, row) -> fill(statement, row, arrival));
  }

  private static void fill(PreparedStatement statement, Row row, Arrival arrival) throws SQLException {
    Item item = row.item();
    boolean isLong = row.message().length() > MAX_MESSAGE;
    statement.setString(1, item.alert().identity());
    statement.setString(2, item.alert().service().value());
    statement.setString(3, item.fingerprint());
    statement.setString(4, arrival.group());
    statement.setBoolean(5, item.alert().firing());
    statement.setString(6, isLong ? null : row.message());
    statement.setString(7, isLong ? row.message() : null);
    statement.setLong(8, arrival.at().toEpochMilli());
    statement.setString(9, item.remark() == null ? null : json(item.remark()));
  }

  private static List<Row> rows(List<Item> items) {
    return items.stream().map(item -> new Row(item, json(item.alert()))).toList();
  }

  /** The members of that group whose last message says that they fire. */
  private List<Alert> firingMembers(String group) {
    return jdbc.sql(
        """
            SELECT newest.message, newest.long_message FROM alert_inbox newest
            WHERE newest.group_key = ? AND newest.firing = TRUE
              AND NOT EXISTS (SELECT 1 FROM alert_inbox later
                WHERE later.group_key = newest.group_key AND later.identity = newest.identity
                  AND later.id > newest.id)
            ORDER BY newest.id""")
        .param(group)
        .query((row, number) -> alert(row))
        .list();
  }

  private static Item ended(Alert alert, Instant now) {
    return new Item(
        new Alert(
            alert.identity(),
            alert.service(),
            alert.name(),
            alert.severity(),
            alert.category(),
            false,
            alert.startsAt(),
            now,
            alert.labels(),
            alert.annotations(),
            alert.sender()),
        null);
  }

  List<InboxAlert> waiting(int limit, Set<ServiceName> except) {
    // the column that is always null is named so that the index gives the order
    return jdbc.sql("SELECT id, message, long_message, remark FROM alert_inbox WHERE taken_at IS NULL"
        + (except.isEmpty() ? "" : " AND service NOT IN (:except)")
        + " ORDER BY taken_at, id LIMIT :limit")
        .param("except", except.stream().map(ServiceName::value).toList())
        .param("limit", limit)
        .query((row, number) -> new InboxAlert(row.getLong("id"), alert(row), remark(row)))
        .list();
  }

  void taken(Collection<Long> ids, Instant at) {
    if (ids.isEmpty()) {
      return;
    }
    // nothing but the key is asked for: with taken_at in it H2 walks through the whole backlog
    jdbc.sql("UPDATE alert_inbox SET taken_at = :at WHERE id IN (:ids)")
        .param("at", at.toEpochMilli())
        .param("ids", ids)
        .update();
    backlog.shrinksOnCommit(ids.size());
  }

  /** Forgets what was taken long ago, a little at a time so that nobody waits for a lock. */
  @Scheduled(fixedDelayString = "PT10M")
  void prune() {
    long bound = clock.instant().minus(settings.keepTaken()).toEpochMilli();
    List<Long> ids;
    do {
      ids =
          jdbc.sql("SELECT id FROM alert_inbox WHERE taken_at < ? ORDER BY taken_at, id LIMIT ?")
              .params(bound, PRUNED_AT_ONCE)
              .query(Long.class)
              .list();
      if (!ids.isEmpty()) {
        jdbc.sql("DELETE FROM alert_inbox WHERE id IN (:ids)").param("ids", ids).update();
      }
    } while (ids.size() == PRUNED_AT_ONCE);
  }

  private static String json(Record data) {
    try {
      return JSON.writeValueAsString(data);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("alerts and remarks are plain data", e);
    }
  }

  private static Alert alert(ResultSet row) throws SQLException {
    String message = row.getString("message");
    return read(message != null ? message : row.getString("long_message"), Alert.class);
  }

  private static @Nullable Remark remark(ResultSet row) throws SQLException {
    String json = row.getString("remark");
    return json == null ? null : read(json, Remark.class);
  }

  private static <T> T read(String json, Class<T> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the inbox holds an alert of another program", e);
    }
  }

  @Override
  public void close() {
    commits.close();
  }

  /** What one request brings, ready to be written. */
  private record Arrival(AlertReading reading, List<Row> rows, @Nullable String group, Instant at) {}

  /** An alert with its JSON, which each request makes for itself before all wait for one writer. */
  private record Row(Item item, String message) {}
}
