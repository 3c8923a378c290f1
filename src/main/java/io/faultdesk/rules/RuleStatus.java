package io.faultdesk.rules;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which rules are in force, and what kept newer ones from it.
 *
 * @param origin the folder they came from, or {@code packaged}
 * @param activatedBy null where a change of the folder or the start did it
 * @param chosen whether somebody put a version in force that is not the folder's; the folder's next change replaces it
 * @param proposed a good version that waits for a second person, null where none does
 * @param lastError null where the newest files are good
 * @param switchedOff rules in force that are not asked any more
 */
record RuleStatus(
    String version,
    String origin,
    Instant activeSince,
    @Nullable String activatedBy,
    boolean chosen,
    @Nullable String proposed,
    int rules,
    List<File> files,
    @Nullable LastError lastError,
    List<SwitchedOff> switchedOff) {

  static RuleStatus of(RuleFiles files, RuleSet set, Instant since, @Nullable String by) {
    List<File> listed = new ArrayList<>();
    for (RuleFiles.RuleFile file : files.files()) {
      List<Rule> rules =
          set.rules().stream()
              .filter(rule -> rule.file().equals(file.name()))
              .map(rule -> new Rule(rule.name(), rule.at().line()))
              .toList();
      listed.add(new File(file.name(), rules));
    }
    return new RuleStatus(
        files.version(), files.origin(), since, by, false, null, set.rules().size(), listed, null, List.of());
  }

  /** Whether the copies in the program are in force, and nothing was ever meant to take their place. */
  boolean untouched() {
    return origin.equals(RuleFiles.PACKAGED) && lastError == null;
  }

  RuleStatus with(@Nullable LastError error) {
    return new RuleStatus(version, origin, activeSince, activatedBy, chosen, proposed, rules, files, error,
        switchedOff);
  }

  RuleStatus proposing(String other) {
    return new RuleStatus(version, origin, activeSince, activatedBy, chosen, other, rules, files, null, switchedOff);
  }

  /**
   * The same where somebody chose it by its version.
   *
   * @param older whether the folder holds another one
   * @param before what was wrong with the folder, or proposed, still is
   */
  RuleStatus chosen(boolean older, RuleStatus before) {
    String waiting = version.equals(before.proposed) ? null : before.proposed;
    return new RuleStatus(
        version, origin, activeSince, activatedBy, older, waiting, rules, files, before.lastError, switchedOff);
  }

  RuleStatus without(List<SwitchedOff> off) {
    return new RuleStatus(
        version, origin, activeSince, activatedBy, chosen, proposed, rules, files, lastError, List.copyOf(off));
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

  /** A rule that took more than its share, and what that was. */
  record SwitchedOff(String rule, String file, int line, Instant at, String why) {

    @Override
    public String toString() {
      return file + ":" + line + ": rule \"" + rule + "\" is switched off since " + at + ": " + why;
    }
  }
}
