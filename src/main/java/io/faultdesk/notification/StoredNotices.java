package io.faultdesk.notification;

import io.faultdesk.shared.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.stereotype.Component;

/** The stored notices and the attempts to deliver each. */
@Component
class StoredNotices {

  private final JdbcClient jdbc;

  StoredNotices(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Stores a notice unless the same one is there, in one statement; returns its id if it is new. */
  Optional<Long> add(Notice notice, String channel, Instant now) {
    GeneratedKeyHolder id = new GeneratedKeyHolder();
    int added = jdbc.sql("""
      insert into notice (incident, step, person, channel, subject, body, created_at)
      select :incident, :step, :person, :channel, :subject, :body, :now from dual
      where not exists (select 1 from notice
        where incident = :incident and step = :step and person = :person and channel = :channel)
      """)
        .param("incident", notice.incident())
        .param("step", notice.step())
        .param("person", notice.person())
        .param("channel", channel)
        .param("subject", notice.subject())
        .param("body", notice.body())
        .param("now", now.toEpochMilli())
        .update(id, "id");
    return added == 0 || id.getKey() == null ? Optional.empty() : Optional.of(id.getKey().longValue());
  }

  /** The notice of that id while it waits for its delivery. */
  Optional<Notice> undelivered(long id) {
    return jdbc.sql("select incident, step, person, subject, body from notice where id = ? and delivered_at is null")
        .param(id)
        .query((row, index) -> notice(row))
        .optional();
  }

  /** Writes down one attempt; a null error says that it went well. */
  void attempted(long id, Instant now, @Nullable String error) {
    jdbc.sql("insert into delivery (notice_id, attempted_at, error) values (?, ?, ?)")
        .params(Arrays.asList(id, now.toEpochMilli(), error))
        .update();
    if (error == null) {
      jdbc.sql("update notice set delivered_at = ? where id = ?").param(now.toEpochMilli()).param(id).update();
    }
  }

  /** StoredNotices with their attempts, newest first, in two queries. */
  Page<Sent> page(@Nullable String incident, int limit, long before) {
    List<Sent> found = new ArrayList<>(jdbc.sql("""
      select id, incident, step, person, channel, subject, created_at, delivered_at from notice
      where id < :before and (:incident is null or incident = :incident) order by id desc limit :limit
      """)
        .param("before", before)
        .param("incident", incident)
        .param("limit", limit + 1)
        .query((row, index) -> sent(row))
        .list());
    boolean more = found.size() > limit;
    List<Sent> shown = more ? found.subList(0, limit) : found;
    attempts(shown);
    return new Page<>(shown, more ? String.valueOf(shown.getLast().id()) : null);
  }

  private void attempts(List<Sent> shown) {
    if (shown.isEmpty()) {
      return;
    }
    Map<Long, Sent> byId = new LinkedHashMap<>();
    shown.forEach(sent -> byId.put(sent.id(), sent));
    jdbc.sql("select notice_id, attempted_at, error from delivery where notice_id in (:ids) order by id")
        .param("ids", byId.keySet())
        .query(row -> {
          Sent sent = byId.get(row.getLong("notice_id"));
          if (sent != null) {
            sent.attempts().add(new Attempt(Instant.ofEpochMilli(row.getLong("attempted_at")), row.getString("error")));
          }
        });
  }

  private static Notice notice(ResultSet row) throws SQLException {
    return new Notice(row.getString("incident"), row.getString("step"), row.getString("person"),
        row.getString("subject"), row.getString("body"));
  }

  private static Sent sent(ResultSet row) throws SQLException {
    long delivered = row.getLong("delivered_at");
    Instant deliveredAt = row.wasNull() ? null : Instant.ofEpochMilli(delivered);
    return new Sent(row.getLong("id"), row.getString("incident"), row.getString("step"), row.getString("person"),
        row.getString("channel"), row.getString("subject"), Instant.ofEpochMilli(row.getLong("created_at")),
        deliveredAt,
        new ArrayList<>());
  }

  /** A notice as the outside sees it. */
  record Sent(
      long id,
      String incident,
      String step,
      String person,
      String channel,
      String subject,
      Instant createdAt,
      @Nullable Instant deliveredAt,
      List<Attempt> attempts) {}

  /** One attempt to deliver a notice; without an error it went well. */
  record Attempt(Instant at, @Nullable String error) {}
}
