package io.faultdesk.incident;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.Freq;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.dmfs.rfc5545.recur.RecurrenceRule.Part;
import org.dmfs.rfc5545.recur.RecurrenceRule.RfcMode;
import org.dmfs.rfc5545.recur.RecurrenceRuleIterator;
import org.jspecify.annotations.Nullable;

/**
 * A recurrence rule of iCalendar (RFC 5545), such as {@code FREQ=WEEKLY;BYDAY=SU}, counted in local time. Only what it names
 * is an occurrence: a start that does not fit it is none. What could be costly to count, or recur more often than hourly, is
 * refused.
 */
final class Recurrence {

  static final int MAX_LENGTH = 500;
  static final int MAX_COUNT = 10_000;

  private static final int MAX_INTERVAL = 1000;
  private static final int LAST_YEAR = 9999;
  private static final Set<Freq> SELDOM_ENOUGH =
      Set.of(Freq.HOURLY, Freq.DAILY, Freq.WEEKLY, Freq.MONTHLY, Freq.YEARLY);
  private static final Set<Freq> WITH_HOURS = Set.of(Freq.HOURLY, Freq.DAILY, Freq.WEEKLY);
  // by their names: the library's parts cannot be touched before its rules have been
  private static final Set<String> UNDERSTOOD =
      Set.of("FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYHOUR", "BYSETPOS");

  private final RecurrenceRule rule;

  private Recurrence(RecurrenceRule rule) {
    this.rule = rule;
  }

  /** Reads it; what is none, or too much, is an {@link IllegalArgumentException}. The zone is that of an UNTIL in UTC. */
  static Recurrence of(String text, ZoneId zone) {
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("must have at most " + MAX_LENGTH + " characters");
    }
    try {
      RecurrenceRule rule = new RecurrenceRule(text.strip().replaceFirst("(?i)^RRULE:", ""), RfcMode.RFC5545_STRICT);
      check(rule);
      if (rule.getUntil() != null) {
        rule.setUntil(written(local(rule.getUntil(), zone)));
      }
      return new Recurrence(rule);
    } catch (InvalidRecurrenceRuleException e) {
      throw new IllegalArgumentException(
          "must be a recurrence rule of iCalendar such as FREQ=WEEKLY;BYDAY=SU: " + e.getMessage(), e);
    }
  }

  private static void check(RecurrenceRule rule) {
    require(SELDOM_ENOUGH.contains(rule.getFreq()), "must not recur more often than hourly");
    String strange = Stream.of(Part.values())
        .filter(rule::hasPart)
        .map(Part::name)
        .filter(name -> !UNDERSTOOD.contains(name))
        .collect(Collectors.joining(", "));
    require(strange.isEmpty(), "must not use " + strange);
    require(!rule.hasPart(Part.BYHOUR) || WITH_HOURS.contains(rule.getFreq()),
        "may use BYHOUR only with HOURLY, DAILY and WEEKLY");
    require(rule.getInterval() <= MAX_INTERVAL, "must have an INTERVAL of at most " + MAX_INTERVAL);
    require(rule.getCount() == null || rule.getCount() <= MAX_COUNT, "must have a COUNT of at most " + MAX_COUNT);
  }

  private static void require(boolean right, String otherwise) {
    if (!right) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** An UNTIL that is a day includes that day. */
  private static LocalDateTime local(DateTime until, ZoneId zone) {
    if (!until.isAllDay() && !until.isFloating()) {
      return LocalDateTime.ofInstant(Instant.ofEpochMilli(until.getTimestamp()), zone);
    }
    LocalDate day = LocalDate.of(until.getYear(), until.getMonth() + 1, until.getDayOfMonth());
    return until.isAllDay()
        ? day.atTime(LocalTime.MAX)
        : day.atTime(until.getHours(), until.getMinutes(), until.getSeconds());
  }

  private static DateTime written(LocalDateTime local) {
    return new DateTime(local.getYear(), local.getMonthValue() - 1, local.getDayOfMonth(), local.getHour(),
        local.getMinute(), local.getSecond());
  }

  private static LocalDateTime read(DateTime written) {
    return LocalDateTime.of(written.getYear(), written.getMonth() + 1, written.getDayOfMonth(), written.getHours(),
        written.getMinutes(), written.getSeconds());
  }

  /** Whether it goes on for ever. */
  boolean isEndless() {
    return rule.isInfinite();
  }

  /** The local times at which it recurs, in order, from that moment on where it has started before. */
  Iterator<LocalDateTime> from(LocalDateTime start, LocalDateTime notBefore) {
    Steps steps = new Steps(start);
    // what is counted has to be counted from the start
    if (rule.getCount() == null) {
      steps.skipTo(notBefore);
    }
    return steps;
  }

  /** The library's iterator, which gives up with an exception where it finds nothing for long, such as a 30 February. */
  private final class Steps implements Iterator<LocalDateTime> {

    private @Nullable RecurrenceRuleIterator steps;
    private @Nullable LocalDateTime next;

    Steps(LocalDateTime start) {
      guarded(() -> steps = rule.iterator(written(start)));
      advance();
    }

    void skipTo(LocalDateTime notBefore) {
      if (next != null && next.isBefore(notBefore)) {
        guarded(() -> {
          if (steps != null) {
            steps.fastForward(written(notBefore));
          }
        });
        advance();
      }
    }

    private void advance() {
      next = null;
      guarded(() -> {
        if (steps != null && steps.hasNext()) {
          DateTime written = steps.nextDateTime();
          next = written.getYear() <= LAST_YEAR ? read(written) : null;
        }
      });
    }

    private void guarded(Runnable work) {
      try {
        work.run();
      } catch (IllegalArgumentException | IllegalStateException givenUp) {
        steps = null;
      }
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public LocalDateTime next() {
      LocalDateTime now = next;
      if (now == null) {
        throw new NoSuchElementException();
      }
      advance();
      return now;
    }
  }
}
