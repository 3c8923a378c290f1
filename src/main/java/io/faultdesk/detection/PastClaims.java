package io.faultdesk.detection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.faultdesk.indicator.SampleArchive;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.TimeRange;
import io.faultdesk.signal.Alert;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** What alerts claimed and when, kept for replays as long as samples are. */
@Component
class PastClaims {

  private static final int PRUNED_AT_ONCE = 500;

  private final JdbcTemplate jdbc;
  private final ObjectMapper json;
  private final SampleArchive archive;
  private final Clock clock;

  PastClaims(JdbcTemplate jdbc, ObjectMapper json, SampleArchive archive, Clock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.archive = archive;
    this.clock = clock;
  }

  /** Writes which claims these steps began and ended, in the caller's transaction. */
  void save(List<Recording> together, Instant now) {
    List<Object[]> ended = new ArrayList<>();
    List<Object[]> begun = new ArrayList<>();
    for (Recording recording : together) {
      recording.step().episodes().forEach((identity, after) -> {
        Episode before = recording.before().episodes().get(identity);
        Alert stood = before != null && before.open() ? before.alert() : null;
        Alert stands = after.open() ? after.alert() : null;
        if (stood != null && stands != null && same(stood, stands)) {
          return;
        }
        if (stood != null) {
          ended.add(new Object[]{now.toEpochMilli(), identity});
        }
        if (stands != null) {
          begun.add(new Object[]{stands.service().value(), write(stands), identity, now.toEpochMilli()});
        }
      });
    }
    if (!ended.isEmpty()) {
      jdbc.batchUpdate("update alert_claim set ended_at = ? where identity = ? and ended_at is null", ended);
    }
    if (!begun.isEmpty()) {
      begin(begun);
    }
  }

  /** The services of which a claim stood in that time. */
  Set<ServiceName> services(TimeRange range) {
    Set<ServiceName> services = new TreeSet<>();
    jdbc.query(
        "select distinct service from alert_claim where begun_at < ? and (ended_at is null or ended_at >= ?)",
        row -> {
          services.add(ServiceName.of(row.getString(1)));
        },
        range.to().toEpochMilli(),
        range.from().toEpochMilli());
    return services;
  }

  /** The claims of that service which stood in that time, in the order of their beginning. */
  List<Claim> of(ServiceName service, TimeRange range) {
    List<Claim> claims =
        jdbc.query(
            """
            select body, begun_at, ended_at from alert_claim
            where service = ? and begun_at < ? and (ended_at is null or ended_at >= ?)
            """,
            (row, number) -> claim(row),
            service.value(),
            range.to().toEpochMilli(),
            range.from().toEpochMilli());
    return claims.stream()
        // MySQL takes names that differ in case or accents for the same
        .filter(claim -> claim.alert().service().equals(service))
        .sorted(Comparator.comparing(Claim::begunAt))
        .toList();
  }

  @Scheduled(fixedDelayString = "PT10M", initialDelayString = "PT1M")
  void prune() {
    long before = clock.instant().minus(archive.kept()).toEpochMilli();
    int deleted;
    do {
      List<Object[]> old =
          jdbc.query(
              "select identity, begun_at from alert_claim where ended_at < ? order by ended_at limit ?",
              (row, number) -> new Object[]{row.getString(1), row.getLong(2)}, before, PRUNED_AT_ONCE);
      jdbc.batchUpdate("delete from alert_claim where identity = ? and begun_at = ?", old);
      deleted = old.size();
    } while (deleted == PRUNED_AT_ONCE);
  }

  /** One that begins anew in the very millisecond in which it ended goes on. */
  private void begin(List<Object[]> rows) {
    int[] known =
        jdbc.batchUpdate(
            "update alert_claim set ended_at = null, service = ?, body = ? where identity = ? and begun_at = ?", rows);
    List<Object[]> absent = new ArrayList<>();
    for (int i = 0; i < known.length; i++) {
      if (known[i] == 0) {
        absent.add(rows.get(i));
      }
    }
    if (!absent.isEmpty()) {
      jdbc.batchUpdate("insert into alert_claim (service, body, identity, begun_at) values (?, ?, ?, ?)", absent);
    }
  }

  /** Whether rules judge both alike; annotations count for nothing, since many tell the figure of the moment. */
  private static boolean same(Alert one, Alert other) {
    return one.severity() == other.severity()
        && one.category() == other.category()
        && one.name().equals(other.name())
        && one.labels().equals(other.labels());
  }

  private Claim claim(ResultSet row) throws SQLException {
    long ended = row.getLong(3);
    @Nullable Instant endedAt = row.wasNull() ? null : Instant.ofEpochMilli(ended);
    try {
      return new Claim(json.readValue(row.getString(1), Alert.class), Instant.ofEpochMilli(row.getLong(2)), endedAt);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String write(Alert alert) {
    try {
      return json.writeValueAsString(alert);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
