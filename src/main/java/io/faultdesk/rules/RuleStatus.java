package io.faultdesk.rules;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which rules are in force, and what kept newer ones from it.
 *
 * @param origin the folder they came from, or {@code packaged}
 * @param lastError null where the newest files are in force
 */
record RuleStatus(
    String version,
    String origin,
    Instant activeSince,
    int rules,
    List<File> files,
    @Nullable LastError lastError) {

  static RuleStatus of(RuleFiles files, RuleSet set, Instant since) {
    List<File> listed = new ArrayList<>();
    for (RuleFiles.RuleFile file : files.files()) {
      List<Rule> rules =
          set.rules().stream()
              .filter(rule -> rule.file().equals(file.name()))
              .map(rule -> new Rule(rule.name(), rule.at().line()))
              .toList();
      listed.add(new File(file.name(), rules));
    }
    return new RuleStatus(files.version(), files.origin(), since, set.rules().size(), listed, null);
  }

  /** Whether the copies in the program are in force, and nothing was ever meant to take their place. */
  boolean untouched() {
    return origin.equals(RuleFiles.PACKAGED) && lastError == null;
  }

  RuleStatus with(@Nullable LastError error) {
    return new RuleStatus(version, origin, activeSince, rules, files, error);
  }

  /** One rule file in force. */
  record File(String name, List<Rule> rules) {}

  /** One rule in force. */
  record Rule(String name, int line) {}

  /**
   * Why the newest files are not in force.
   *
   * @param version of the files that are broken
   */
  record LastError(Instant at, String version, List<Fault> errors) {}
}
