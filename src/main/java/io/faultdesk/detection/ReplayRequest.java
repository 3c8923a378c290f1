package io.faultdesk.detection;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import io.faultdesk.rules.RuleFiles;
import io.faultdesk.rules.RuleFiles.RuleFile;
import io.faultdesk.shared.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
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

  private static final Instant END_OF_TIME = Instant.parse("+10000-01-01T00:00:00Z");

  @AssertTrue(message = "must lie between the years 1970 and 9999")
  boolean isFrom() {
    return from == null || !from.isBefore(Instant.EPOCH) && from.isBefore(END_OF_TIME);
  }

  @AssertTrue(message = "must come after from, by 8 days at most")
  boolean isTo() {
    return from == null || to == null
        || from.isBefore(to) && Duration.between(from, to).compareTo(LONGEST) <= 0;
  }

  @AssertTrue(message = "must hold the text of each file, and of each workbook (.drl.xlsx) its bytes in Base64")
  boolean isRules() {
    return rules == null || rules.entrySet().stream().allMatch(each -> isFile(each.getKey(), each.getValue()));
  }

  private static boolean isFile(String name, @Nullable String text) {
    try {
      return text != null && (!name.endsWith(".drl.xlsx") || Base64.getDecoder().decode(text) != null);
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
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
