package io.faultdesk.prediction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.faultdesk.indicator.SampleArchive;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.TimeRange;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** What was foreseen of services and when, kept for replays as long as samples are. One thread alone writes. */
@Component
public class PastForesight {

  static final String STANDING =
      "select max(told_at) from past_foresight where service = ? and told_at <= ?";
  static final String OF_SERVICE =
      "select service, told_at, body, id from past_foresight where service = ? and told_at >= ? and told_at < ?";
  static final String OLD = "select id from past_foresight where told_at < ? order by told_at limit ?";

  private static final int PRUNED_AT_ONCE = 500;

  private final JdbcTemplate jdbc;
  private final ObjectMapper json;
  private final SampleArchive archive;
  private final Clock clock;
  /** What was written last of each service of which something is foreseen; null until that is known. */
  private @Nullable Map<ServiceName, Foresight> standing;

  PastForesight(JdbcTemplate jdbc, ObjectMapper json, SampleArchive archive, Clock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.archive = archive;
    this.clock = clock;
  }

  /** Writes of which services something else is foreseen than was written last; those that are missing here have nothing before them. */
  void note(Map<ServiceName, Foresight> now, Instant at) {
    Map<ServiceName, Foresight> before = standing == null ? leftStanding(at) : standing;
    Set<ServiceName> services = new TreeSet<>(before.keySet());
    services.addAll(now.keySet());
    Map<ServiceName, Foresight> after = new HashMap<>(before);
    List<@Nullable Object[]> news = new ArrayList<>();
    for (ServiceName service : services) {
      Foresight told = now.getOrDefault(service, Foresight.NONE);
      if (told.isNewsAfter(before.getOrDefault(service, Foresight.NONE))) {
        boolean nothing = told.equals(Foresight.NONE);
        news.add(new @Nullable Object[]{service.value(), at.toEpochMilli(), nothing ? null : write(told.brief())});
        if (nothing) {
          after.remove(service);
        } else {
          after.put(service, told);
        }
      }
    }
    if (!news.isEmpty()) {
      jdbc.batchUpdate("insert into past_foresight (service, told_at, body) values (?, ?, ?)", news);
    }
    standing = after;
  }

  /** What was foreseen of that service in that time, the oldest first; it may begin with what stood then already. */
  public List<Foretold> of(ServiceName service, TimeRange range) {
    Long first = jdbc.queryForObject(STANDING, Long.class, service.value(), range.from().toEpochMilli());
    long from = first == null ? range.from().toEpochMilli() : first;
    List<Row> rows =
        jdbc.query(OF_SERVICE, (row, number) -> row(row), service.value(), from, range.to().toEpochMilli());
    return rows.stream()
        // MySQL takes names that differ in case or accents for the same
        .filter(row -> row.service.equals(service.value()))
        .sorted(Comparator.comparing(Row::at).thenComparing(Row::id))
        .map(row -> new Foretold(row.at, row.foresight))
        .toList();
  }

  @Scheduled(fixedDelayString = "PT10M", initialDelayString = "PT1M")
  void prune() {
    long before = clock.instant().minus(archive.kept()).toEpochMilli();
    int deleted;
    do {
      List<Object[]> old = jdbc.query(OLD, (row, number) -> new Object[]{row.getLong(1)}, before, PRUNED_AT_ONCE);
      jdbc.batchUpdate("delete from past_foresight where id = ?", old);
      deleted = old.size();
    } while (deleted == PRUNED_AT_ONCE);
  }

  /** Nobody looked while the program was away: what stood when it stopped ends where it looks again. */
  private Map<ServiceName, Foresight> leftStanding(Instant at) {
    Map<String, Boolean> stood = new HashMap<>();
    jdbc.query(
        "select service, body is not null from past_foresight order by told_at, id",
        row -> {
          stood.put(row.getString(1), row.getBoolean(2));
        });
    jdbc.batchUpdate(
        "insert into past_foresight (service, told_at) values (?, ?)",
        stood.keySet().stream().filter(stood::get).map(service -> new Object[]{service, at.toEpochMilli()}).toList());
    return Map.of();
  }

  private Row row(ResultSet row) throws SQLException {
    String body = row.getString(3);
    try {
      Foresight foresight = body == null ? Foresight.NONE : json.readValue(body, Foresight.class);
      return new Row(row.getString(1), Instant.ofEpochMilli(row.getLong(2)), foresight, row.getLong(4));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String write(Foresight foresight) {
    try {
      return json.writeValueAsString(foresight);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Row(String service, Instant at, Foresight foresight, long id) {}
}
