package io.faultdesk.shared;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A condition on one label, written as Prometheus and Alertmanager do: {@code env="prod"}, {@code env!="lab"}, {@code
 * quantile=~"0.9.*"}, {@code env!~"lab|test"}. A pattern must match the whole value; a label that is missing counts as empty.
 */
public final class LabelMatcher implements Predicate<Map<String, String>> {

  private static final Pattern WRITTEN =
      Pattern.compile("\\s*([a-zA-Z_][a-zA-Z0-9_]*)\\s*(=~|!~|!=|=)\\s*(.*?)\\s*", Pattern.DOTALL);

  private final String text;
  private final String label;
  private final Predicate<String> condition;

  private LabelMatcher(String text, String label, Predicate<String> condition) {
    this.text = text;
    this.label = label;
    this.condition = condition;
  }

  /** Reads it; quotes may be left out. What is none is an {@link IllegalArgumentException}. */
  public static LabelMatcher of(String text) {
    Matcher written = WRITTEN.matcher(text);
    if (!written.matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a matcher such as env=\"prod\", env!=\"lab\", env=~\"pro.*\" or env!~\"lab|test\"");
    }
    String value = unquoted(written.group(3));
    return new LabelMatcher(text, written.group(1), switch (written.group(2)) {
      case "=" -> value::equals;
      case "!=" -> Predicate.not(value::equals);
      case "=~" -> pattern(value);
      default -> Predicate.not(pattern(value));
    });
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1).replace("\\\"", "\"").replace("\\\\", "\\") : value;
  }

  private static Predicate<String> pattern(String text) {
    try {
      return Pattern.compile(text, Pattern.DOTALL).asMatchPredicate();
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("\"" + text + "\" is not a regular expression: " + e.getDescription(), e);
    }
  }

  /** Whether all of these hold, which for none at all is so. */
  public static boolean all(List<LabelMatcher> matchers, Map<String, String> labels) {
    return matchers.stream().allMatch(matcher -> matcher.test(labels));
  }

  @Override
  public boolean test(Map<String, String> labels) {
    return condition.test(labels.getOrDefault(label, ""));
  }

  @Override
  public String toString() {
    return text;
  }
}
