package io.faultdesk.detection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.faultdesk.shared.Digest;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.signal.Alert;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Keeps the states of detection in the database, so that a restart goes on where the last run stopped. */
@Component
class DetectionMemory {

  private static final TypeReference<Map<String, Hold>> HOLDS = new TypeReference<>() {};

  private static final int PRUNED_AT_ONCE = 500;

  private final JdbcTemplate jdbc;
  private final ObjectMapper json;

  DetectionMemory(JdbcTemplate jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** Writes the alerts' episodes, in the caller's transaction. */
  void saveEpisodes(Collection<Episode> episodes) {
    List<Object[]> rows = episodes.stream().map(this::row).toList();
    int[] updated = jdbc.batchUpdate(
        "update alert_episode set service = ?, cleared_at = ?, body = ? where identity = ?", rows);
    List<Object[]> missing = new ArrayList<>();
    for (int i = 0; i < updated.length; i++) {
      if (updated[i] == 0) {
        missing.add(rows.get(i));
      }
    }
    if (!missing.isEmpty()) {
      jdbc.batchUpdate(
          "insert into alert_episode (service, cleared_at, body, identity) values (?, ?, ?, ?)", missing);
    }
  }

  /** Writes the conditions of one service that are not an alert's, in the caller's transaction. */
  void saveHolds(ServiceName service, ServiceState state) {
    String key = Digest.of(service.value());
    String body = write(state.ownHolds());
    if (jdbc.update("update detection_state set holds = ? where service_digest = ?", body, key) == 0) {
      jdbc.update("insert into detection_state (service_digest, service, holds) values (?, ?, ?)", key, service.value(),
          body);
    }
  }

  /** Every state as it was last saved, by service. */
  Map<ServiceName, ServiceState> load(Instant clearedSince) {
    Map<ServiceName, Map<String, Episode>> episodes = new HashMap<>();
    jdbc.query(
        "select body, cleared_at from alert_episode where cleared_at is null or cleared_at >= ?",
        (ResultSet row) -> {
          Episode episode = episode(row);
          episodes
              .computeIfAbsent(episode.alert().service(), service -> new HashMap<>())
              .put(episode.alert().identity(), episode);
        },
        clearedSince.toEpochMilli());
    Map<ServiceName, ServiceState> states = new HashMap<>();
    jdbc.query(
        "select service, holds from detection_state",
        (ResultSet row) -> {
          ServiceName service = ServiceName.of(row.getString("service"));
          states.put(
              service,
              new ServiceState(
                  Map.copyOf(episodes.getOrDefault(service, Map.of())), read(row.getString("holds"), HOLDS)));
        });
    episodes.forEach(
        (service, known) -> states.putIfAbsent(service, new ServiceState(Map.copyOf(known), Map.of())));
    return states;
  }

  /** Forgets ends of alerts that lie before that moment, so many that nobody waits for it; whether there may be more. */
  boolean prune(Instant clearedBefore) {
    List<Object[]> keys =
        jdbc.query("select identity from alert_episode where cleared_at < ? order by cleared_at limit ?",
            (row, number) -> new Object[]{row.getString(1)}, clearedBefore.toEpochMilli(), PRUNED_AT_ONCE);
    jdbc.batchUpdate("delete from alert_episode where identity = ?", keys);
    return keys.size() == PRUNED_AT_ONCE;
  }

  private Object[] row(Episode episode) {
    Instant clearedAt = episode.clearedAt();
    @Nullable Long cleared = clearedAt == null ? null : (Long) clearedAt.toEpochMilli();
    Alert alert = episode.alert();
    return new Object[]{alert.service().value(), cleared, write(alert), alert.identity()};
  }

  private Episode episode(ResultSet row) throws SQLException {
    long cleared = row.getLong("cleared_at");
    boolean open = row.wasNull();
    Alert alert = read(row.getString("body"), new TypeReference<Alert>() {});
    return new Episode(alert, open ? null : Instant.ofEpochMilli(cleared));
  }

  private String write(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private <T> T read(String text, TypeReference<T> type) {
    try {
      return json.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
