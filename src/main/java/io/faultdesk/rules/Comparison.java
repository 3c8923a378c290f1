package io.faultdesk.rules;

import io.faultdesk.rules.Range.Interval;
import io.faultdesk.rules.Range.Words;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A field of a fact and the values that a rule leaves to it.
 *
 * @param subject the field as the author writes it, or a share such as {@code recent.mean / baseline.mean}
 * @param path the field, of a share the part
 * @param exact whether the field itself is compared with these very values; else the range was calculated, and rounded
 */
record Comparison(Token at, String subject, FactPath path, Range range, boolean exact) {

  /** Both at once; the other one's place. */
  Comparison and(Comparison other) {
    return new Comparison(other.at, subject, path, range.and(other.range), exact && other.exact);
  }

  /** Whether some value is left to both; so it is where the other says nothing. */
  boolean meets(@Nullable Comparison other) {
    return other == null || !range.and(other.range).isEmpty();
  }

  /** What the field can be before anything is asked of it. */
  Range domain() {
    return isShare() ? Interval.ALL : Range.of(path);
  }

  /** Whether it is of two fields; such a one turns round where the other field is negative. */
  boolean isShare() {
    return subject.contains(" / ");
  }

  /** Whether it is about the number of values, not about the values. */
  boolean counts() {
    return last().equals("count");
  }

  /** Whether it is about a value or a statistic that has the indicator's unit. */
  boolean hasUnit() {
    return !isShare() && isInUnit(path);
  }

  static boolean isInUnit(FactPath path) {
    return Set.of("last", "mean", "median", "deviation", "min", "max", "p95")
        .contains(path.steps().getLast().getName());
  }

  /** The words it names, whether it asks for them or against them. */
  Set<String> words() {
    return range instanceof Words words ? words.words() : Set.of();
  }

  /** The texts of which the field must be one; none where something else may be. */
  Set<String> texts() {
    return range instanceof Words words ? words.texts() : Set.of();
  }

  private String last() {
    return path.steps().getLast().getName();
  }

  /** As a sentence tells it. */
  String text() {
    return subject + " " + range.text();
  }
}
