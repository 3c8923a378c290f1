package io.faultdesk.signal;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Which alerts of a sender's group fire, so that a message about the whole group finds those that it does not name. Needs the
 * caller's transaction, and one caller at a time.
 */
@Component
class AlertGroups {

  private static final String DELETE = "DELETE FROM alert_group WHERE group_key = ? AND identity = ?";
  private static final String INSERT =
      "INSERT INTO alert_group (group_key, identity, received_at, alert, long_alert) VALUES (?, ?, ?, ?, ?)";

  private final JdbcTemplate batches;
  private final JdbcClient jdbc;
  private final Clock clock;
  private final SignalSettings settings;

  AlertGroups(JdbcTemplate batches, JdbcClient jdbc, Clock clock, SignalSettings settings) {
    this.batches = batches;
    this.jdbc = jdbc;
    this.clock = clock;
    this.settings = settings;
  }

  /**
   * That was said last about members of that group.
   *
   * @param said one message of each at most
   */
  void said(String group, Collection<Member> said) {
    batches.batchUpdate(DELETE, said, Math.max(1, said.size()), (statement, member) -> name(statement, group, member));
    List<Member> firing = said.stream().filter(member -> member.alert().firing()).toList();
    long now = clock.millis();
    batches.batchUpdate(INSERT, firing, Math.max(1, firing.size()), (statement, member) -> {
      name(statement, group, member);
      statement.setLong(3, now);
      StoredJson.set(statement, 4, member.json());
    });
  }

  private static void name(PreparedStatement statement, String group, Member member) throws SQLException {
    statement.setString(1, group);
    statement.setString(2, member.alert().identity());
  }

  /** The members that fire, as their last messages say, and whose claims still stand. */
  List<Alert> firing(String group) {
    Instant now = clock.instant();
    return jdbc.sql("SELECT alert, long_alert FROM alert_group WHERE group_key = ? ORDER BY id")
        .param(group)
        .query((row, number) -> StoredJson.read(StoredJson.get(row, "alert"), Alert.class))
        .list()
        .stream()
        .filter(alert -> alert.endsAt() == null || alert.endsAt().isAfter(now))
        .toList();
  }

  /** Forgets members of which nothing was heard for long. */
  @Scheduled(fixedDelayString = "PT10M")
  void prune() {
    long bound = clock.instant().minus(settings.keepGroups()).toEpochMilli();
    // whatever was heard later has a greater id
    Pruning.delete(jdbc, "alert_group", "id", "received_at < ? ORDER BY id", bound);
  }

  /** A member of a group as a message tells of it, with its JSON. */
  record Member(Alert alert, String json) {}
}
