package io.faultdesk.shared;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A condition on one label, written as Prometheus and Alertmanager do: {@code env="prod"}, {@code env!="lab"}, {@code
 * quantile=~"0.9.*"}, {@code env!~"lab|test"}. A pattern must match the whole value; a label that is missing counts as empty.
 */
public final class LabelMatcher implements Predicate<Map<String, String>> {

  private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
  private static final Pattern WRITTEN =
      Pattern.compile("\\s*(" + NAME + ")\\s*(=~|!~|!=|=)\\s*(.*)", Pattern.DOTALL);
  private static final Pattern QUOTED = Pattern.compile("(?s)\"(?:[^\"\\\\]|\\\\.)*+\"");
  private static final Pattern ESCAPED = Pattern.compile("\\\\([\\\\\"n])");

  private final String label;
  private final String value;
  private final boolean pattern;
  private final boolean equal;
  private final Predicate<String> condition;

  private LabelMatcher(String label, String value, boolean pattern, boolean equal) {
    this.label = label;
    this.value = value;
    this.pattern = pattern;
    this.equal = equal;
    Predicate<String> same = pattern ? BoundedPattern.of(value) : value::equals;
    this.condition = equal ? same : same.negate();
  }

  /** Reads it; quotes may be left out. What is none is an {@link IllegalArgumentException}. */
  public static LabelMatcher of(String text) {
    Matcher written = WRITTEN.matcher(text);
    if (!written.matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a matcher such as env=\"prod\", env!=\"lab\", env=~\"pro.*\" or env!~\"lab|test\"");
    }
    String sign = written.group(2);
    return new LabelMatcher(
        written.group(1), unquoted(written.group(3).strip(), text), sign.endsWith("~"), sign.startsWith("="));
  }

  /**
   * The condition in its parts; what is none is an {@link IllegalArgumentException}.
   *
   * @param pattern whether the value is a regular expression
   * @param equal false for a condition that holds where the label has another value
   */
  public static LabelMatcher of(String label, String value, boolean pattern, boolean equal) {
    if (!NAME.matcher(label).matches()) {
      throw new IllegalArgumentException("invalid label name \"" + label + "\"");
    }
    return new LabelMatcher(label, value, pattern, equal);
  }

  private static String unquoted(String value, String text) {
    boolean quoted = QUOTED.matcher(value).matches();
    if (!quoted && value.contains("\"")) {
      throw new IllegalArgumentException(
          "\"" + text
              + "\" is not a matcher: its value has a quotation mark too many or too few; one within is written \\\"");
    }
    return quoted
        ? ESCAPED.matcher(value.substring(1, value.length() - 1))
            .replaceAll(found -> Matcher.quoteReplacement(found.group(1).equals("n") ? "\n" : found.group(1)))
        : value;
  }

  /** Whether all of these hold, which for none at all is so. */
  public static boolean all(List<LabelMatcher> matchers, Map<String, String> labels) {
    return matchers.stream().allMatch(matcher -> matcher.test(labels));
  }

  @Override
  public boolean test(Map<String, String> labels) {
    return matches(labels.getOrDefault(label, ""));
  }

  /** Whether the condition holds for a label of that value. */
  public boolean matches(String labelValue) {
    return condition.test(labelValue);
  }

  /** The name of the label. */
  public String label() {
    return label;
  }

  /** The value or the regular expression, as it was written but for its quotes. */
  public String value() {
    return value;
  }

  /** Whether the value is a regular expression. */
  public boolean isPattern() {
    return pattern;
  }

  /** Whether the condition asks for the value, not for any other. */
  public boolean isEqual() {
    return equal;
  }

  /** As it is read, always with quotes. */
  @Override
  public String toString() {
    String quoted = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return label + (equal ? "=" : "!") + (pattern ? "~" : equal ? "" : "=") + '"' + quoted + '"';
  }
}
