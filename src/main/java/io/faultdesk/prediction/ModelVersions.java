package io.faultdesk.prediction;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The models that were in force, the last so many, as many that never were, and each challenger that nobody has decided on; each as its file
 * was and with its card, and what models may do.
 */
@Component
class ModelVersions {

  private static final String COLUMNS = "version, name, seen_at, turn, activated_at, activated_by, folder";

  private final JdbcClient jdbc;
  private final PredictionSettings settings;

  ModelVersions(JdbcClient jdbc, PredictionSettings settings) {
    this.jdbc = jdbc;
    this.settings = settings;
  }

  /** That which was in force last first. */
  List<ModelVersion> list() {
    return jdbc.sql("select " + COLUMNS + " from fault_model order by coalesce(turn, 0) desc, seen_at desc")
        .query(ModelVersions::version).list();
  }

  /** The one that was put in force last. */
  Optional<ModelVersion> latest() {
    return jdbc.sql("select " + COLUMNS + " from fault_model where turn is not null order by turn desc limit 1")
        .query(ModelVersions::version).optional();
  }

  /** The file of a model that is kept. */
  Optional<ModelFile> file(String version) {
    return jdbc.sql("select name, body from fault_model where version = ?").param(version)
        .query((row, number) -> new ModelFile("version " + version, row.getString(1), row.getString(2))).optional();
  }

  /**
   * Notes that this model came in force.
   *
   * @param by null where a change of the folder did it
   * @param folder version of the file in the folder
   */
  @Transactional
  public void activated(ModelFile file, @Nullable String by, @Nullable String folder, Instant now) {
    keep(file, now);
    if (cards(file.version()).isEmpty()) {
      keep(file.version(), CardFiles.beside(file, settings.dir()));
    }
    long turn = jdbc.sql("select coalesce(max(turn), 0) + 1 from fault_model").query(Long.class).single();
    jdbc.sql("update fault_model set turn = ?, activated_at = ?, activated_by = ?, folder = ? where version = ?")
        .params(turn, now.toEpochMilli(), by, folder, file.version()).update();
    prune();
  }

  /**
   * Keeps a model that is not in force, with its card.
   *
   * @param card the card and its pictures, by name
   */
  @Transactional
  public void keep(ModelFile file, Map<String, String> card, Instant now) {
    keep(file, now);
    jdbc.sql("delete from fault_model_card where version = ?").param(file.version()).update();
    keep(file.version(), card);
    prune();
  }

  private void keep(String version, Map<String, String> card) {
    card.forEach((name, body) -> jdbc.sql("insert into fault_model_card (version, name, body) values (?, ?, ?)")
        .params(version, name, body).update());
  }

  /** Names of the card of that model and its pictures; none where it is not kept with them. */
  List<String> cards(String version) {
    return jdbc.sql("select name from fault_model_card where version = ? order by name").param(version)
        .query(String.class).list();
  }

  Optional<String> card(String version, String name) {
    return jdbc.sql("select body from fault_model_card where version = ? and name = ?").params(version, name)
        .query(String.class).optional();
  }

  /** Of those that were in force and those that never were the newest stay, and what somebody is still to decide on. */
  private void prune() {
    Set<String> undecided = undecided();
    list().stream().collect(Collectors.partitioningBy(model -> model.turn() != null)).values()
        .forEach(models -> models.stream().skip(settings.keepModels()).map(ModelVersion::version)
            .filter(old -> !undecided.contains(old)).forEach(this::forget));
  }

  private Set<String> undecided() {
    return Set.copyOf(
        jdbc.sql(
            """
            select distinct version from fault_training
            where challenge and state = 'done' and decision is null and version is not null
            """)
            .query(String.class).list());
  }

  private void forget(String version) {
    jdbc.sql("delete from fault_model where version = ?").param(version).update();
    jdbc.sql("delete from fault_model_card where version = ?").param(version).update();
  }

  private void keep(ModelFile file, Instant now) {
    // in this order, because servers that find the same file at the same moment would meet between update and insert
    try {
      jdbc.sql("insert into fault_model (version, name, body, seen_at) values (?, ?, ?, ?)")
          .params(file.version(), file.name(), file.text(), now.toEpochMilli()).update();
    } catch (DuplicateKeyException known) {
      jdbc.sql("update fault_model set name = ?, body = ?, seen_at = ? where version = ?")
          .params(file.name(), file.text(), now.toEpochMilli(), file.version()).update();
    }
  }

  Switched switched() {
    return jdbc.sql("select word, changed_at, changed_by from fault_model_mode where id = 1")
        .query((row, number) -> new Switched(
            Mode.of(row.getString(1)), Instant.ofEpochMilli(row.getLong(2)), row.getString(3)))
        .optional().orElse(Switched.NEVER);
  }

  @Transactional
  public void changeMode(Mode mode, String by, Instant now) {
    int known = jdbc.sql("update fault_model_mode set word = ?, changed_at = ?, changed_by = ? where id = 1")
        .params(mode.word(), now.toEpochMilli(), by).update();
    if (known == 0) {
      jdbc.sql("insert into fault_model_mode (id, word, changed_at, changed_by) values (1, ?, ?, ?)")
          .params(mode.word(), now.toEpochMilli(), by).update();
    }
  }

  private static ModelVersion version(ResultSet row, int number) throws SQLException {
    Long activated = row.getObject("activated_at", Long.class);
    return new ModelVersion(
        row.getString("version"),
        row.getString("name"),
        Instant.ofEpochMilli(row.getLong("seen_at")),
        row.getObject("turn", Long.class),
        activated == null ? null : Instant.ofEpochMilli(activated),
        row.getString("activated_by"),
        row.getString("folder"));
  }
}
