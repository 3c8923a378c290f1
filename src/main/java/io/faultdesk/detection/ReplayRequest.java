package io.faultdesk.detection;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import io.faultdesk.rules.RuleFiles;
import io.faultdesk.rules.RuleFiles.RuleFile;
import io.faultdesk.shared.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which past somebody wants replayed, and with which rules.
 *
 * @param rules the candidate's files, text by name; null for the rules in force alone
 */
record ReplayRequest(
    @NotNull(message = "is missing: the time from which on") @Nullable Instant from,
    @NotNull(message = "is missing: the time up to which") @Nullable Instant to,
    @Size(min = 1, max = 500, message = "must hold between 1 and 500 files") @Nullable Map<String, String> rules) {

  /** The longest stretch of time that one replay goes through. */
  static final Duration LONGEST = Duration.ofDays(8);

  @AssertTrue(message = "must come after from, by 8 days at most")
  boolean isTo() {
    return from == null || to == null || from.isBefore(to) && !to.isAfter(from.plus(LONGEST));
  }

  /** The time asked for, as far as it has passed. */
  TimeRange range(Instant now) {
    Instant end = to == null || now.isBefore(to) ? now : to;
    return new TimeRange(from == null || from.isAfter(end) ? end : from, end);
  }

  /** The candidate's files, null where there is none. */
  @Nullable
  RuleFiles candidate() {
    return rules == null ? null : new RuleFiles("candidate", files(rules), List.of());
  }

  private static List<RuleFile> files(Map<String, String> rules) {
    return rules.entrySet().stream().map(each -> new RuleFile(each.getKey(), each.getValue())).toList();
  }
}
