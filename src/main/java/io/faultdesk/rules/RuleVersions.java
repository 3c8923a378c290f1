package io.faultdesk.rules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The sets of rules that were in force or are proposed, the last so many, with their files. */
@Component
class RuleVersions {

  private static final String COLUMNS =
      "version, rules, seen_at, proposed_by, turn, activated_at, activated_by, folder";

  private static final Logger log = LoggerFactory.getLogger(RuleVersions.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final JdbcClient jdbc;
  private final RulesSettings settings;

  RuleVersions(JdbcClient jdbc, RulesSettings settings) {
    this.jdbc = jdbc;
    this.settings = settings;
  }

  /** The newest first. */
  List<RuleVersion> list() {
    return jdbc.sql("select " + COLUMNS + " from rule_version order by coalesce(turn, 0) desc, seen_at desc")
        .query(RuleVersions::version).list();
  }

  Optional<RuleVersion> find(String version) {
    return jdbc.sql("select " + COLUMNS + " from rule_version where version = ?").param(version)
        .query(RuleVersions::version).optional();
  }

  /** The one that was last put in force. */
  Optional<RuleVersion> latest() {
    return jdbc.sql("select " + COLUMNS + " from rule_version where turn is not null order by turn desc limit 1")
        .query(RuleVersions::version).optional();
  }

  /** The files of a version that is kept. */
  Optional<RuleFiles> files(String version) {
    return jdbc.sql("select files from rule_version where version = ?").param(version)
        .query((row, number) -> read(row.getString(1))).optional();
  }

  /**
   * Notes that these rules came in force.
   *
   * @param by null where a change of the folder did it
   * @param folder the fingerprint of the folder's files
   */
  @Transactional
  public void activated(RuleFiles files, int rules, @Nullable String by, String folder, Instant now)
      throws BrokenRules {
    keep(files, rules, now);
    long turn = jdbc.sql("select coalesce(max(turn), 0) + 1 from rule_version").query(Long.class).single();
    jdbc.sql("update rule_version set turn = ?, activated_at = ?, activated_by = ?, folder = ? where version = ?")
        .params(turn, now.toEpochMilli(), by, folder, files.version()).update();
    prune();
  }

  /** Notes who wants these rules in force; who was first stays. */
  @Transactional
  public void proposed(RuleFiles files, int rules, @Nullable String by, Instant now) throws BrokenRules {
    keep(files, rules, now);
    propose(files.version(), by);
    prune();
  }

  /** Notes who wants it in force; who was first stays. */
  void propose(String version, @Nullable String by) {
    jdbc.sql("update rule_version set proposed_by = ? where version = ? and proposed_by is null")
        .params(by, version).update();
  }

  private void keep(RuleFiles files, int rules, Instant now) throws BrokenRules {
    Optional<RuleFiles> known = files(files.version());
    // a version is a quarter of a digest, for which other rules can be made; nobody has agreed to those
    if (known.filter(kept -> !kept.files().equals(files.files())).isPresent()) {
      throw new BrokenRules(List.of(new Fault(
          files.origin(), 1, 1, "other rules have the version " + files.version() + " already: change a comment")));
    }
    String body = write(files);
    if (known.isPresent()) {
      // the same rules may have come with other tests
      jdbc.sql("update rule_version set files = ?, rules = ?, seen_at = ? where version = ?")
          .params(body, rules, now.toEpochMilli(), files.version()).update();
    } else {
      insert(files.version(), rules, body, now);
    }
  }

  private void insert(String version, int rules, String body, Instant now) {
    try {
      jdbc.sql("insert into rule_version (version, rules, files, seen_at) values (?, ?, ?, ?)")
          .params(version, rules, body, now.toEpochMilli()).update();
    } catch (DuplicateKeyException another) { // a server that found the same rules at the same moment
      log.debug("Version {} of the rules is kept already", version, another);
    }
  }

  /** The one in force has the highest turn of all and is never among those that go. */
  private void prune() {
    List<RuleVersion> all = list();
    all.stream().skip(settings.keepVersions()).filter(RuleVersion::proven).forEach(this::delete);
    all.stream().filter(version -> !version.proven()).skip(settings.keepVersions()).forEach(this::delete);
  }

  private void delete(RuleVersion version) {
    jdbc.sql("delete from rule_version where version = ?").param(version.version()).update();
  }

  private static RuleVersion version(ResultSet row, int number) throws SQLException {
    return new RuleVersion(
        row.getString("version"),
        row.getInt("rules"),
        Instant.ofEpochMilli(row.getLong("seen_at")),
        row.getString("proposed_by"),
        row.getObject("turn", Long.class),
        moment(row.getObject("activated_at", Long.class)),
        row.getString("activated_by"),
        row.getString("folder"));
  }

  private static @Nullable Instant moment(@Nullable Long millis) {
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }

  private static String write(RuleFiles files) {
    try {
      return JSON.writeValueAsString(files);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("rule files are plain texts", e);
    }
  }

  private static RuleFiles read(String json) {
    try {
      return JSON.readValue(json, RuleFiles.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("stored rule files cannot be read", e);
    }
  }
}
