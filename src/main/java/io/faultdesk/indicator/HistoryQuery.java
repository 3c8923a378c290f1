package io.faultdesk.indicator;

import io.faultdesk.shared.TimeRange;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/**
 * Which stretch of the history is asked for, in which steps; a wrong question is an {@link IllegalArgumentException} that says
 * what is wrong with it.
 *
 * @param range from and to on whole minutes
 * @param step whole minutes
 */
record HistoryQuery(TimeRange range, Duration step) {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Instant END_OF_TIME = Instant.parse("9999-12-31T00:00:00Z");
  private static final int USUAL_POINTS = 240;

  /**
   * Reads the parameters.
   *
   * @param from RFC 3339 or epoch milliseconds; an hour before {@code to} where missing
   * @param to the same; the end of this minute where missing
   * @param step such as {@code 5m}, {@code PT5M} or a number of seconds; fitting to the range where missing
   */
  static HistoryQuery of(
      @Nullable String from, @Nullable String to, @Nullable String step, Instant now, int maxPoints) {
    Instant end =
        to == null ? now.truncatedTo(ChronoUnit.MINUTES).plus(MINUTE) : roundUp(instant("to", to));
    Instant start =
        from == null ? end.minus(1, ChronoUnit.HOURS) : instant("from", from).truncatedTo(ChronoUnit.MINUTES);
    if (!start.isBefore(end)) {
      throw new IllegalArgumentException("from must lie before to");
    }
    Duration length = Duration.between(start, end);
    Duration each = step == null ? fitting(length) : step(step);
    if (length.dividedBy(each) > maxPoints) {
      throw new IllegalArgumentException(
          "from, to and step make more than " + maxPoints + " points; take a longer step or a shorter range");
    }
    return new HistoryQuery(new TimeRange(start, end), each);
  }

  private static Instant instant(String name, String text) {
    Instant instant = read(name, text);
    if (instant.isBefore(Instant.EPOCH) || instant.isAfter(END_OF_TIME)) {
      throw new IllegalArgumentException(name + " must lie between the years 1970 and 9999");
    }
    return instant;
  }

  private static Instant read(String name, String text) {
    try {
      return text.chars().allMatch(Character::isDigit)
          ? Instant.ofEpochMilli(Long.parseLong(text))
          : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException | NumberFormatException unreadable) {
      throw new IllegalArgumentException(
          name + " must be RFC 3339, such as 2026-01-31T12:00:00Z, or epoch milliseconds", unreadable);
    }
  }

  private static Duration step(String text) {
    Duration step;
    try {
      step = DurationStyle.detectAndParse(text, ChronoUnit.SECONDS);
    } catch (IllegalArgumentException | ArithmeticException unreadable) {
      throw new IllegalArgumentException("step must be a duration, such as 5m or PT5M", unreadable);
    }
    if (step.compareTo(MINUTE) < 0 || !step.equals(step.truncatedTo(ChronoUnit.MINUTES))) {
      throw new IllegalArgumentException("step must be a whole number of minutes, at least one");
    }
    return step;
  }

  private static Duration fitting(Duration length) {
    return MINUTE.multipliedBy((length.toMinutes() + USUAL_POINTS - 1) / USUAL_POINTS);
  }

  private static Instant roundUp(Instant instant) {
    Instant minute = instant.truncatedTo(ChronoUnit.MINUTES);
    return minute.equals(instant) ? instant : minute.plus(MINUTE);
  }
}
