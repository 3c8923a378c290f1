package io.faultdesk.incident;

import io.faultdesk.shared.LabelMatcher;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.TimeRange;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/**
 * A maintenance window as somebody asks for it.
 *
 * @param services names of at least one service
 * @param matchers conditions on labels such as {@code severity!="critical"}, all of which must hold; none are no condition
 * @param zone of the start, such as {@code Asia/Shanghai}
 * @param start local time such as {@code 2026-03-08T02:30}
 * @param duration such as {@code 90m} or {@code PT1H30M}
 * @param recurrence an iCalendar RRULE; null for a single time
 * @param exceptions local days such as {@code 2026-12-27} on which it does not start
 */
record NewMaintenanceWindow(
    @Nullable String title,
    @Nullable List<@Nullable String> services,
    @Nullable List<@Nullable String> matchers,
    @Nullable String zone,
    @Nullable String start,
    @Nullable String duration,
    @Nullable String recurrence,
    @Nullable List<@Nullable String> exceptions,
    @Nullable String reason) {

  static final int MAX_TITLE = 200;
  static final int MAX_REASON = 2000;

  private static final int MAX_SERVICES = 100;
  private static final int MAX_MATCHERS = 20;
  private static final int MAX_MATCHER = 300;
  private static final int MAX_EXCEPTIONS = 366;
  private static final Period MAX_PAST = Period.ofYears(1);
  private static final Period MAX_FUTURE = Period.ofYears(5);

  /** How many occurrences are looked at to see whether they leave time between them. */
  private static final int LOOKED_AT = 1000;

  /** What it means; an {@link InvalidRequest} names every field that is not right. */
  MaintenancePlan checked(MaintenanceSettings settings, Instant now) {
    Check check = new Check();
    String named = check.text("/title", title, MAX_TITLE);
    List<ServiceName> covered = check.all("/services", services, MAX_SERVICES, ServiceName::of);
    check.require(!covered.isEmpty() || check.hasFaults("/services"), "/services", "must name at least one service");
    List<LabelMatcher> conditions = check.all("/matchers", matchers, MAX_MATCHERS, NewMaintenanceWindow::matcher);
    List<LocalDate> days = check.all("/exceptions", exceptions, MAX_EXCEPTIONS, NewMaintenanceWindow::day);
    String because = check.text("/reason", reason, MAX_REASON);
    Schedule schedule = schedule(check, days, settings, now);
    check.refuse();
    if (named == null || because == null || schedule == null) {
      throw new IllegalStateException("what is missing is a fault");
    }
    return new MaintenancePlan(named, covered, conditions, schedule, because);
  }

  private @Nullable Schedule schedule(
      Check check, List<LocalDate> days, MaintenanceSettings settings, Instant now) {
    ZoneId in = check.one("/zone", zone, NewMaintenanceWindow::zone);
    LocalDateTime from = check.one("/start", start, NewMaintenanceWindow::start);
    Duration lasting = check.one("/duration", duration, text -> duration(text, settings.maxDuration()));
    if (in == null) {
      return null;
    }
    Recurrence again =
        recurrence == null ? null : check.one("/recurrence", recurrence, text -> Recurrence.of(text, in));
    if (from == null || lasting == null || recurrence != null && again == null) {
      return null;
    }
    Schedule schedule = new Schedule(in, from, lasting, again, new LinkedHashSet<>(days), null);
    check(check, schedule, now);
    return schedule;
  }

  private static void check(Check check, Schedule schedule, Instant now) {
    LocalDate today = LocalDate.ofInstant(now, schedule.zone());
    LocalDate day = schedule.start().toLocalDate();
    if (day.isBefore(today.minus(MAX_PAST)) || day.isAfter(today.plus(MAX_FUTURE))) {
      check.fault("/start", "must lie within the last year and the next five");
      return;
    }
    String decisive = schedule.recurrence() == null ? "/start" : "/recurrence";
    List<TimeRange> next = schedule.endingAfter(now, LOOKED_AT);
    check.require(!next.isEmpty(), decisive, "leaves no time that is still to come");
    for (int i = 1; i < next.size(); i++) {
      if (!next.get(i - 1).to().isBefore(next.get(i).from())) {
        check.fault("/duration", "must leave time in between: what starts at " + next.get(i - 1).from()
            + " lasts until the next start at " + next.get(i).from());
        return;
      }
    }
  }

  private static ZoneId zone(String text) {
    ZoneId zone = parsed(text, ZoneId::of, "must be a time zone such as Asia/Shanghai");
    if (zone.getId().length() > 60) {
      throw new IllegalArgumentException("must be a time zone such as Asia/Shanghai");
    }
    return zone;
  }

  private static LocalDateTime start(String text) {
    return parsed(text, LocalDateTime::parse, "must be a local time such as 2026-03-08T02:30").withNano(0);
  }

  private static LocalDate day(String text) {
    return parsed(text, LocalDate::parse, "must be a day such as 2026-12-27");
  }

  private static <T> T parsed(String text, Function<String, T> read, String otherwise) {
    try {
      return read.apply(text.strip());
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(otherwise, e);
    }
  }

  private static Duration duration(String text, Duration longest) {
    Duration duration;
    try {
      duration = DurationStyle.detectAndParse(text.strip());
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new IllegalArgumentException("must be a duration such as 90m or PT1H30M", e);
    }
    if (duration.compareTo(Duration.ofMinutes(1)) < 0 || duration.compareTo(longest) > 0) {
      throw new IllegalArgumentException("must be 1 minute to " + longest.toString());
    }
    return Duration.ofSeconds(duration.toSeconds());
  }

  private static LabelMatcher matcher(String text) {
    if (text.length() > MAX_MATCHER) {
      throw new IllegalArgumentException("must have at most " + MAX_MATCHER + " characters");
    }
    return LabelMatcher.of(text);
  }

  /** Collects what is wrong with the fields, so that one answer names it all. */
  private static final class Check {

    private final Map<String, String> faults = new LinkedHashMap<>();

    @Nullable
    String text(String pointer, @Nullable String text, int longest) {
      return one(pointer, text, given -> {
        String line = pointer.equals("/title") ? Texts.line(given, Integer.MAX_VALUE) : given.strip();
        if (line.codePointCount(0, line.length()) > longest) {
          throw new IllegalArgumentException("must have at most " + longest + " characters");
        }
        return line;
      });
    }

    <T> @Nullable T one(String pointer, @Nullable String text, Function<String, T> read) {
      if (text == null || text.isBlank()) {
        fault(pointer, "is required");
        return null;
      }
      try {
        return read.apply(text);
      } catch (IllegalArgumentException e) {
        fault(pointer, String.valueOf(e.getMessage()));
        return null;
      }
    }

    <T> List<T> all(String pointer, @Nullable List<@Nullable String> texts, int most, Function<String, T> read) {
      List<T> values = new ArrayList<>();
      if (texts == null) {
        return values;
      }
      if (texts.size() > most) {
        fault(pointer, "must be at most " + most);
        return values;
      }
      for (int i = 0; i < texts.size(); i++) {
        Optional.ofNullable(one(pointer + "/" + i, texts.get(i), read)).ifPresent(values::add);
      }
      return values.stream().distinct().toList();
    }

    void require(boolean right, String pointer, String otherwise) {
      if (!right) {
        fault(pointer, otherwise);
      }
    }

    void fault(String pointer, String detail) {
      faults.putIfAbsent(pointer, detail);
    }

    boolean hasFaults(String below) {
      return faults.keySet().stream().anyMatch(pointer -> pointer.startsWith(below));
    }

    void refuse() {
      if (!faults.isEmpty()) {
        throw InvalidRequest.body(faults);
      }
    }
  }
}
