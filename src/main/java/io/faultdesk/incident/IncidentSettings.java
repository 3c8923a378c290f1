package io.faultdesk.incident;

import io.faultdesk.incident.Deadline.Goal;
import io.faultdesk.shared.Level;
import jakarta.validation.Valid;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The block {@code faultdesk.incident}: how priority follows from impact and urgency, and how much time each priority allows.
 * What is left out keeps its default.
 *
 * @param priorities priority 1 to 4 by impact, then by urgency
 * @param targets the two clocks of each priority
 * @param forecastNotices when people are told of a task that is about a forecast
 */
@Validated
@ConfigurationProperties(prefix = "faultdesk.incident", ignoreUnknownFields = false)
record IncidentSettings(
    @DefaultValue Map<Level, Map<Level, Integer>> priorities,
    @DefaultValue Map<Integer, @Valid Target> targets,
    @Valid @DefaultValue BusinessHours businessHours,
    @DefaultValue("working-hours") ForecastNotices forecastNotices,
    @Valid @DefaultValue QuietSettings quiet) {

  static final int LOWEST_PRIORITY = 4;

  IncidentSettings {
    priorities = matrix(priorities);
    targets = targets(targets);
  }

  /** The priority of that impact and urgency, 1 the most pressing. */
  int priority(Level impact, Level urgency) {
    return priorities.getOrDefault(impact, Map.of()).getOrDefault(urgency, LOWEST_PRIORITY);
  }

  /** Until when an incident of that priority, opened then, is to be answered and resolved. */
  Deadlines deadlines(int priority, Instant openedAt) {
    Target target = targets.getOrDefault(priority, Target.DEFAULTS.getLast());
    return new Deadlines(due(target, target.respond(), openedAt), due(target, target.resolve(), openedAt));
  }

  /** Whether people may be told then of what is only foreseen. */
  boolean tellsOfForecasts(Instant at) {
    return switch (forecastNotices) {
      case WORKING_HOURS -> businessHours.calendar().isOpen(at);
      case ALWAYS -> true;
      case NEVER -> false;
    };
  }

  /** When working hours begin the next time. */
  Instant nextWorkingHours(Instant after) {
    return businessHours.calendar().nextOpening(after);
  }

  private Due due(Target target, Duration time, Instant from) {
    return new Due(moment(target, time.multipliedBy(3).dividedBy(4), from), moment(target, time, from));
  }

  private Instant moment(Target target, Duration time, Instant from) {
    return switch (target.calendar()) {
      case ALWAYS -> from.plus(time);
      case BUSINESS -> businessHours.calendar().add(time, from);
    };
  }

  private static Map<Level, Map<Level, Integer>> matrix(Map<Level, Map<Level, Integer>> given) {
    Map<Level, Map<Level, Integer>> matrix = new EnumMap<>(Level.class);
    for (Level impact : Level.values()) {
      Map<Level, Integer> row = new EnumMap<>(Level.class);
      for (Level urgency : Level.values()) {
        row.put(urgency, defaultPriority(impact, urgency));
      }
      row.putAll(given.getOrDefault(impact, Map.of()));
      row.forEach(
          (urgency, priority) -> requirePriority(priority, "priorities." + impact.word() + "." + urgency.word()));
      matrix.put(impact, row);
    }
    return matrix;
  }

  /** Counted in steps below high: none makes 1, one 2, two 3, more 4. */
  private static int defaultPriority(Level impact, Level urgency) {
    return Math.min(LOWEST_PRIORITY, 1 + impact.ordinal() + urgency.ordinal());
  }

  private static Map<Integer, Target> targets(Map<Integer, Target> given) {
    given.keySet().forEach(priority -> requirePriority(priority, "targets"));
    Map<Integer, Target> targets = new TreeMap<>();
    for (int priority = 1; priority <= LOWEST_PRIORITY; priority++) {
      Target target = given.getOrDefault(priority, Target.DEFAULTS.get(priority - 1));
      if (target.respond() == null || target.resolve() == null) {
        throw new IllegalArgumentException(
            "faultdesk.incident.targets." + priority + " needs both respond and resolve");
      }
      if (!target.respond().isPositive() || target.resolve().compareTo(target.respond()) < 0) {
        throw new IllegalArgumentException(
            "faultdesk.incident.targets." + priority + ": respond must be positive and resolve not shorter");
      }
      targets.put(priority, target);
    }
    return targets;
  }

  private static void requirePriority(int priority, String key) {
    if (priority < 1 || priority > LOWEST_PRIORITY) {
      throw new IllegalArgumentException(
          "faultdesk.incident." + key + ": " + priority + " is not a priority from 1 to 4");
    }
  }

  /** How long a priority may wait for an answer and for its resolution, and in which hours its clocks run. */
  record Target(Duration respond, Duration resolve, @DefaultValue("always") Calendar calendar) {

    private static final List<Target> DEFAULTS =
        List.of(
            new Target(Duration.ofMinutes(15), Duration.ofHours(4), Calendar.ALWAYS),
            new Target(Duration.ofMinutes(30), Duration.ofHours(8), Calendar.ALWAYS),
            new Target(Duration.ofHours(4), Duration.ofHours(24), Calendar.ALWAYS),
            new Target(Duration.ofHours(8), Duration.ofHours(72), Calendar.ALWAYS));
  }

  /** The hours in which a clock runs. */
  enum Calendar {
    ALWAYS,
    BUSINESS
  }

  /** When people are told of what is only foreseen. */
  enum ForecastNotices {
    WORKING_HOURS,
    ALWAYS,
    NEVER
  }

  /** The company's working time: hours such as {@code mon-fri 09:00-18:00}, holidays such as {@code 2026-12-25}. */
  record BusinessHours(
      @DefaultValue("UTC") String zone,
      @DefaultValue("mon-fri 09:00-18:00") List<String> hours,
      @DefaultValue Set<String> holidays) {

    private static final String KEY = "faultdesk.incident.business-hours";

    BusinessHours {
      hours = List.copyOf(hours);
      holidays = Set.copyOf(holidays);
      build(zone, hours, holidays);
    }

    BusinessCalendar calendar() {
      return build(zone, hours, holidays);
    }

    private static BusinessCalendar build(String zone, List<String> hours, Set<String> holidays) {
      try {
        return new BusinessCalendar(
            ZoneId.of(zone), hours, holidays.stream().map(LocalDate::parse).collect(Collectors.toSet()));
      } catch (DateTimeException | IllegalArgumentException wrong) {
        throw new IllegalArgumentException(KEY + ": " + wrong.getMessage(), wrong);
      }
    }
  }

  /** When the two clocks of an incident end. */
  record Deadlines(Due respond, Due resolve) {

    Due to(Goal goal) {
      return goal == Goal.RESPOND ? respond : resolve;
    }

    /** The same where the answer must not take longer than that. */
    Deadlines answeredWithin(Duration time, Instant from) {
      Instant by = from.plus(time);
      return by.isBefore(respond.by())
          ? new Deadlines(new Due(from.plus(time.multipliedBy(3).dividedBy(4)), by), resolve)
          : this;
    }
  }

  /** When 75 and 100 percent of a clock's time will have passed. */
  record Due(Instant warnAt, Instant by) {}
}
