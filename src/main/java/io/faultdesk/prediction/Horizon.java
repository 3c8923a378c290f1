package io.faultdesk.prediction;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far ahead a model looks.
 *
 * @param count minutes, or rows
 * @param rows whether it counts rows, as of a machine that is seen once a cycle
 */
record Horizon(int count, boolean rows) {

  private static final Pattern TEXT = Pattern.compile("(\\d{1,6})([smhd]?)");

  /** Of a duration such as {@code 15m}, or a plain number of rows; anything else is an {@link IllegalArgumentException}. */
  @JsonCreator
  static Horizon of(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("a horizon is a duration such as 15m or 2h, or a number of rows, not " + text);
    }
    int number = Integer.parseInt(matcher.group(1));
    Duration duration = switch (matcher.group(2)) {
      case "" -> Duration.ofMinutes(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
    if (duration.toMinutes() < 1 || duration.toSecondsPart() > 0) {
      throw new IllegalArgumentException("a horizon is whole minutes, or a number of rows, at least one, not " + text);
    }
    return new Horizon(Math.toIntExact(duration.toMinutes()), matcher.group(2).isEmpty());
  }

  @JsonValue
  @Override
  public String toString() {
    return rows ? String.valueOf(count) : count + "m";
  }
}
