package io.faultdesk.prediction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.faultdesk.prediction.Training.Decision;
import io.faultdesk.prediction.Training.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The trainings on the server's own past, with what came of them, the newest first; the last hundred, and all that run or whose challenger
 * nobody has decided on.
 */
@Component
class Trainings {

  static final int KEPT = 100;

  private static final String SELECT = "select * from fault_training ";
  private static final int LONGEST = 2000;

  private final JdbcClient jdbc;
  private final ObjectMapper json;

  Trainings(JdbcClient jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** Notes one that begins. */
  Training add(String id, TrainingRequest request, boolean challenge, String by, Instant now) {
    jdbc.sql(
        """
        insert into fault_training
          (id, name, task, horizon, days, false_alarms, challenge, asked_by, asked_at, state)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, 'running')
        """)
        .params(id, request.name(), request.task(), request.horizon(), request.days(), request.falseAlarms(), challenge,
            by, now.toEpochMilli())
        .update();
    jdbc.sql(
        """
        select id from fault_training where state <> 'running' and not (challenge and state = 'done' and decision is null)
        order by asked_at desc, id limit 1000 offset ?
        """)
        .param(KEPT).query(String.class).list()
        .forEach(old -> jdbc.sql("delete from fault_training where id = ?").param(old).update());
    return find(id).orElseThrow();
  }

  Optional<Training> find(String id) {
    return jdbc.sql(SELECT + "where id = ?").param(id).query(this::training).optional();
  }

  List<Training> list(int limit) {
    return jdbc.sql(SELECT + "order by asked_at desc, id limit ?").param(limit).query(this::training).list();
  }

  List<Training> running() {
    return jdbc.sql(SELECT + "where state = 'running'").query(this::training).list();
  }

  /** Notes what came of it; false where that is known already. */
  boolean end(String id, State state, @Nullable String detail, @Nullable String version,
      @Nullable Comparison comparison, Instant now) {
    return jdbc.sql(
        """
        update fault_training set state = ?, detail = ?, version = ?, comparison = ?, ended_at = ?
        where id = ? and state = 'running'
        """)
        .params(state.word(), fitting(detail), version, comparison == null ? null : text(comparison),
            now.toEpochMilli(), id)
        .update() > 0;
  }

  /** Notes what was decided on the model; false where that is decided already. */
  boolean decide(String id, Decision decision) {
    return jdbc.sql(
        """
        update fault_training set decision = ?, decided_by = ?, decided_at = ?, decided_why = ?
        where id = ? and decision is null
        """)
        .params(decision.word(), decision.by(), decision.at().toEpochMilli(), fitting(decision.why()), id)
        .update() > 0;
  }

  private static @Nullable String fitting(@Nullable String text) {
    return text == null || text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
  }

  private String text(Comparison comparison) {
    try {
      return json.writeValueAsString(comparison);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private Training training(ResultSet row, int number) throws SQLException {
    Long ended = row.getObject("ended_at", Long.class);
    String comparison = row.getString("comparison");
    return new Training(
        row.getString("id"),
        new TrainingRequest(row.getString("name"), row.getString("task"), row.getString("horizon"),
            row.getInt("days"), row.getDouble("false_alarms")),
        row.getBoolean("challenge"),
        row.getString("asked_by"),
        Instant.ofEpochMilli(row.getLong("asked_at")),
        State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        ended == null ? null : Instant.ofEpochMilli(ended),
        row.getString("detail"),
        row.getString("version"),
        comparison == null ? null : comparison(comparison),
        decision(row));
  }

  private Comparison comparison(String text) {
    try {
      return json.readValue(text, Comparison.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static @Nullable Decision decision(ResultSet row) throws SQLException {
    String word = row.getString("decision");
    return word == null ? null
        : new Decision(word, row.getString("decided_by"), Instant.ofEpochMilli(row.getLong("decided_at")),
            row.getString("decided_why"));
  }
}
