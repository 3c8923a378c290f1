package io.faultdesk.incident;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The hours in which a company works, in which alone some clocks run; time is real time, also when clocks change. */
final class BusinessCalendar {

  private static final LocalTime MIDNIGHT = LocalTime.MIDNIGHT;

  private final ZoneId zone;
  private final Map<DayOfWeek, List<Hours>> week;
  private final Set<LocalDate> holidays;

  /**
   * @param hours lines such as {@code mon-fri 09:00-18:00} or {@code sat 10:00-24:00}; several may name one day
   */
  BusinessCalendar(ZoneId zone, List<String> hours, Set<LocalDate> holidays) {
    this.zone = zone;
    this.holidays = Set.copyOf(holidays);
    this.week =
        hours.stream()
            .flatMap(Hours::parse)
            .sorted(Comparator.comparing(Hours::from))
            .collect(
                Collectors.groupingBy(Hours::day, () -> new EnumMap<>(DayOfWeek.class), Collectors.toList()));
    if (week.isEmpty()) {
      throw new IllegalArgumentException("there must be at least one open hour a week");
    }
    week.values().forEach(BusinessCalendar::refuseOverlap);
  }

  /** When that much business time has passed since the start. */
  Instant add(Duration time, Instant start) {
    Duration left = time;
    for (LocalDate date = start.atZone(zone).toLocalDate();; date = date.plusDays(1)) {
      for (Hours hours : hoursOn(date)) {
        Instant from = later(start, instant(date.atTime(hours.from()), true));
        Instant to =
            instant(hours.to().equals(MIDNIGHT) ? date.plusDays(1).atStartOfDay() : date.atTime(hours.to()), false);
        Duration open = Duration.between(from, to);
        if (open.isPositive() && left.compareTo(open) <= 0) {
          return from.plus(left);
        }
        left = open.isPositive() ? left.minus(open) : left;
      }
    }
  }

  /** Whether it is business time then. */
  boolean isOpen(Instant at) {
    return add(Duration.ZERO, at).equals(at);
  }

  /** When business time begins the next time after that. */
  Instant nextOpening(Instant after) {
    for (LocalDate date = after.atZone(zone).toLocalDate();; date = date.plusDays(1)) {
      for (Hours hours : hoursOn(date)) {
        Instant from = instant(date.atTime(hours.from()), true);
        if (from.isAfter(after)) {
          return from;
        }
      }
    }
  }

  private List<Hours> hoursOn(LocalDate date) {
    return holidays.contains(date) ? List.of() : week.getOrDefault(date.getDayOfWeek(), List.of());
  }

  /** A time that the clocks skip is the moment of the change; of one they show twice, opening takes the first. */
  private Instant instant(LocalDateTime local, boolean opening) {
    ZoneOffsetTransition change = zone.getRules().getTransition(local);
    if (change == null) {
      return local.atZone(zone).toInstant();
    }
    if (change.isGap()) {
      return change.getInstant();
    }
    ZoneOffset offset = opening ? change.getOffsetBefore() : change.getOffsetAfter();
    return local.toInstant(offset);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static void refuseOverlap(List<Hours> day) {
    for (int i = 1; i < day.size(); i++) {
      LocalTime end = day.get(i - 1).to();
      if (end.equals(MIDNIGHT) || end.isAfter(day.get(i).from())) {
        throw new IllegalArgumentException(
            "the hours of " + day.get(i).day().name().toLowerCase(Locale.ROOT) + " overlap");
      }
    }
  }

  /** One stretch of open time on one weekday; an end at midnight is the end of that day. */
  private record Hours(DayOfWeek day, LocalTime from, LocalTime to) {

    private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
    private static final String DAY = "(mon|tue|wed|thu|fri|sat|sun)";
    private static final String TIME = "((?:[01]\\d|2[0-3]):[0-5]\\d";
    private static final Pattern LINE =
        Pattern.compile(DAY + "(?:-" + DAY + ")?\\s+" + TIME + ")-" + TIME + "|24:00)");

    static Stream<Hours> parse(String line) {
      Matcher matcher = LINE.matcher(line.strip().toLowerCase(Locale.ROOT));
      if (!matcher.matches()) {
        throw new IllegalArgumentException("\"" + line + "\" is not like \"mon-fri 09:00-18:00\"");
      }
      int first = DAYS.indexOf(matcher.group(1));
      int last = matcher.group(2) == null ? first : DAYS.indexOf(matcher.group(2));
      int days = Math.floorMod(last - first, DAYS.size()) + 1;
      LocalTime from = time(matcher.group(3));
      LocalTime to = time(matcher.group(4));
      if (!to.equals(MIDNIGHT) && !to.isAfter(from)) {
        throw new IllegalArgumentException("\"" + line + "\" ends before it begins");
      }
      return Stream.iterate(DayOfWeek.of(first + 1), day -> day.plus(1)).limit(days)
          .map(day -> new Hours(day, from, to));
    }

    private static LocalTime time(String text) {
      return text.equals("24:00") ? MIDNIGHT : LocalTime.parse(text);
    }
  }
}
