package io.faultdesk.rules;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a rule does or does not hold in view of these facts, condition by condition.
 *
 * @param line of the file, where the rule's name stands
 * @param version of the rules
 */
public record Explanation(
    String rule, String file, int line, String version, boolean holds, List<Part> conditions, List<Says> says) {

  /**
   * One pattern of the rule.
   *
   * @param text as the author wrote it
   * @param facts how many facts of its type there are
   * @param nearest those that come nearest to it, the nearest first
   */
  public record Part(String text, boolean holds, int facts, List<Near> nearest) {}

  /**
   * One fact held against a pattern.
   *
   * @param fact its name
   * @param matches whether it meets all comparisons at once
   */
  public record Near(String fact, boolean matches, List<Compared> comparisons) {}

  /**
   * One comparison on one fact.
   *
   * @param values of the fields it looks at, null where not known
   */
  public record Compared(String text, boolean holds, Map<String, @Nullable Object> values) {}

  /**
   * What the rule says when it holds.
   *
   * @param finding null where it raises an alert as it is
   * @param does {@code raises} or {@code recovers}
   * @param after how long it must hold before that, ISO 8601
   */
  public record Says(@Nullable String finding, String does, String after) {

    public boolean raises() {
      return does.equals("raises");
    }
  }
}
