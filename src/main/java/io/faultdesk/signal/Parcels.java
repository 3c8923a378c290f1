package io.faultdesk.signal;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import io.faultdesk.shared.ServiceName;
import io.faultdesk.signal.AlertGroups.Member;
import io.faultdesk.signal.AlertReading.Item;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The table of alerts that wait. Up to 64 of them lie in one row, a parcel, because writing a row costs many times what an alert in
 * it does. An alert's id is 64 times that of its parcel and its place there. Who takes a part of a parcel only, as somebody does who
 * looks after some services, leaves a note of which.
 */
@Component
class Parcels {

  private static final int PER_PARCEL = Long.SIZE;

  /** An alert that needs the column for long texts counts as so many when alerts are read together. */
  private static final int WEIGHT_OF_LONG = 50;

  /** So many rows are looked for at once, because the database reads the whole of each to know how much is in it. */
  private static final int LOOKED_FOR = 400;

  private static final String INSERT =
      "INSERT INTO alert_inbox (service, size, received_at, alerts, long_alerts) VALUES (?, ?, ?, ?, ?)";

  private final JdbcTemplate batches;
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final Backlog backlog;

  Parcels(JdbcTemplate batches, JdbcClient jdbc, PlatformTransactionManager transactions, Backlog backlog) {
    this.batches = batches;
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
    this.backlog = backlog;
  }

  /** Stores these in their order, within the caller's transaction. */
  void put(List<Entry> entries, Instant receivedAt) {
    List<Parcel> parcels = Parcel.of(entries);
    batches.batchUpdate(INSERT, parcels, Math.max(1, parcels.size()), (row, parcel) -> parcel.fill(row, receivedAt));
  }

  /**
   * The oldest that wait, in the order of arrival, without those of some services.
   *
   * @param limit how many at most; fewer where they are very long, for all of them are in memory together
   */
  List<InboxAlert> waiting(int limit, Set<ServiceName> except) {
    List<InboxAlert> waiting = new ArrayList<>();
    int room = limit;
    List<Sized> parcels = List.of();
    do {
      parcels = next(parcels.isEmpty() ? 0 : parcels.getLast().id(), room, except);
      for (Opened opened : open(parcels.stream().map(Sized::id).toList())) {
        List<InboxAlert> wanted =
            opened.waiting().stream().filter(alert -> !except.contains(alert.alert().service())).toList();
        waiting.addAll(wanted);
        room -= opened.isLong() ? WEIGHT_OF_LONG : wanted.size();
      }
    } while (room > 0 && !parcels.isEmpty());
    return waiting.subList(0, Math.min(limit, waiting.size()));
  }

  /** The next parcels after that one which hold so many alerts, or as many parcels as are looked for at once. */
  private List<Sized> next(long after, int alerts, Set<ServiceName> except) {
    List<Sized> parcels = new ArrayList<>();
    int found = 0;
    for (Sized each : sizes(after, Math.min(alerts, LOOKED_FOR), except)) {
      if (found >= alerts) {
        break;
      }
      parcels.add(each);
      found += each.isLong() ? WEIGHT_OF_LONG : each.size();
    }
    return parcels;
  }

  private List<Sized> sizes(long after, int limit, Set<ServiceName> except) {
    return jdbc.sql("SELECT id, size, alerts IS NULL AS is_long FROM alert_inbox WHERE id > :after"
        + (except.isEmpty() ? "" : " AND (service IS NULL OR service NOT IN (:except))")
        + " ORDER BY id LIMIT :limit")
        .param("after", after)
        .param("except", except.stream().map(ServiceName::value).toList())
        .param("limit", limit)
        .query(Sized::of)
        .list();
  }

  /**
   * What waits in these parcels. One in which nothing does any more is thrown away; one of which the rest is of one service says so from
   * then on, for that service may be in trouble for long.
   */
  private List<Opened> open(List<Long> parcels) {
    if (parcels.isEmpty()) {
      return List.of();
    }
    Map<Long, Long> taken = takenOf(parcels);
    List<Opened> opened =
        jdbc.sql("SELECT id, alerts, long_alerts FROM alert_inbox WHERE id IN (:ids) ORDER BY id")
            .param("ids", parcels)
            .query((row, number) -> Opened.of(row, taken.getOrDefault(row.getLong("id"), 0L)))
            .list();
    List<Opened> partly = opened.stream().filter(each -> taken.containsKey(each.id())).toList();
    if (!partly.isEmpty()) {
      transaction.executeWithoutResult(status -> {
        throwAway(partly.stream().filter(each -> each.waiting().isEmpty()).map(Opened::id).toList());
        partly.forEach(this::nameService);
      });
    }
    return opened;
  }

  private void nameService(Opened parcel) {
    List<ServiceName> services =
        parcel.waiting().stream().map(waiting -> waiting.alert().service()).distinct().toList();
    if (services.size() == 1) {
      jdbc.sql("UPDATE alert_inbox SET service = ? WHERE id = ? AND service IS NULL")
          .params(services.getFirst().value(), parcel.id())
          .update();
    }
  }

  /** Marks these as taken, within the caller's transaction. */
  void taken(Collection<Long> ids) {
    if (ids.isEmpty()) {
      return;
    }
    Map<Long, Long> places = new LinkedHashMap<>();
    ids.forEach(id -> places.merge(id / PER_PARCEL, bit(id % PER_PARCEL), (one, other) -> one | other));
    Map<Long, Long> before = takenOf(places.keySet());
    List<Long> whole = new ArrayList<>();
    List<Map.Entry<Long, Long>> parts = new ArrayList<>();
    for (Sized parcel : sizes(places.keySet())) {
      long now = places.getOrDefault(parcel.id(), 0L);
      if (Long.bitCount(now | before.getOrDefault(parcel.id(), 0L)) == parcel.size()) {
        whole.add(parcel.id());
      } else {
        parts.add(Map.entry(parcel.id(), now));
      }
    }
    throwAway(whole);
    batches.batchUpdate(
        "INSERT INTO alert_taken (parcel, places) VALUES (?, ?)",
        parts,
        Math.max(1, parts.size()),
        (statement, part) -> {
          statement.setLong(1, part.getKey());
          statement.setLong(2, part.getValue());
        });
    backlog.shrinksOnCommit(ids.size());
  }

  /** Those of these parcels that are there. */
  private List<Sized> sizes(Collection<Long> parcels) {
    return jdbc.sql("SELECT id, size, alerts IS NULL AS is_long FROM alert_inbox WHERE id IN (:ids)")
        .param("ids", parcels)
        .query(Sized::of)
        .list();
  }

  /** Which places of these parcels were taken before, as bits; nothing of those of which none was. */
  private Map<Long, Long> takenOf(Collection<Long> parcels) {
    return jdbc.sql("SELECT parcel, places FROM alert_taken WHERE parcel IN (:parcels)")
        .param("parcels", parcels)
        .query((row, number) -> Map.entry(row.getLong("parcel"), row.getLong("places")))
        .list()
        .stream()
        .collect(toMap(Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one | other));
  }

  private void throwAway(List<Long> parcels) {
    if (!parcels.isEmpty()) {
      jdbc.sql("DELETE FROM alert_inbox WHERE id IN (:ids)").param("ids", parcels).update();
      jdbc.sql("DELETE FROM alert_taken WHERE parcel IN (:ids)").param("ids", parcels).update();
    }
  }

  private static long bit(long place) {
    return 1L << place;
  }

  /** An item with its JSON, which each request makes for itself before all wait for one writer. */
  record Entry(Item item, Member member, String json) {

    static Entry of(Item said, Instant now) {
      Item item = new Item(said.alert().begunBy(now), said.remark(), said.key());
      String alert = StoredJson.write(item.alert());
      Remark remark = item.remark();
      String json =
          "{\"alert\":" + alert + (remark == null ? "" : ",\"remark\":" + StoredJson.write(remark)) + "}";
      return new Entry(item, new Member(item.alert(), alert), json);
    }
  }

  /** What an entry is read as. */
  private record Stored(Alert alert, @Nullable Remark remark) {}

  /** Entries that share a row: no more than have a bit each, and than fit into the column of usual length. */
  private record Parcel(List<Entry> entries) {

    static List<Parcel> of(List<Entry> entries) {
      List<Parcel> parcels = new ArrayList<>();
      int length = StoredJson.SHORT;
      for (Entry entry : entries) {
        length += entry.json().length() + 1;
        if (length > StoredJson.SHORT - 2 || parcels.getLast().entries().size() == PER_PARCEL) {
          parcels.add(new Parcel(new ArrayList<>()));
          length = entry.json().length() + 1;
        }
        parcels.getLast().entries().add(entry);
      }
      return parcels;
    }

    void fill(PreparedStatement statement, Instant at) throws SQLException {
      List<ServiceName> services = entries.stream().map(entry -> entry.item().alert().service()).distinct().toList();
      statement.setString(1, services.size() == 1 ? services.getFirst().value() : null);
      statement.setInt(2, entries.size());
      statement.setLong(3, at.toEpochMilli());
      StoredJson.set(statement, 4, entries.stream().map(Entry::json).collect(joining(",", "[", "]")));
    }
  }

  /** A parcel and how many alerts were put into it. */
  private record Sized(long id, int size, boolean isLong) {

    static Sized of(ResultSet row, int number) throws SQLException {
      return new Sized(row.getLong("id"), row.getInt("size"), row.getBoolean("is_long"));
    }
  }

  /** A parcel and what of it waits. */
  private record Opened(long id, boolean isLong, List<InboxAlert> waiting) {

    static Opened of(ResultSet row, long taken) throws SQLException {
      long id = row.getLong("id");
      List<Stored> alerts = StoredJson.readList(StoredJson.get(row, "alerts"), Stored.class);
      List<InboxAlert> waiting = new ArrayList<>();
      for (int place = 0; place < alerts.size(); place++) {
        if ((taken & bit(place)) == 0) {
          Stored stored = alerts.get(place);
          waiting.add(new InboxAlert(id * PER_PARCEL + place, stored.alert(), stored.remark()));
        }
      }
      return new Opened(id, row.getString("alerts") == null, waiting);
    }
  }
}
