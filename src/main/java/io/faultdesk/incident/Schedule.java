package io.faultdesk.incident;

import io.faultdesk.shared.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When a maintenance window is open. It starts at its local time, whatever the clocks of the zone do in between: at a time that
 * a change of clocks leaves out it starts as much later as the clocks jump, at one that comes twice it starts the first time. It
 * then lasts for exactly its duration.
 *
 * @param recurrence null for a single time
 * @param exceptions local days on which it does not start
 * @param cutAt what had started by then ended then at the latest
 */
record Schedule(
    ZoneId zone,
    LocalDateTime start,
    Duration duration,
    @Nullable Recurrence recurrence,
    Set<LocalDate> exceptions,
    @Nullable Instant cutAt) {

  /** Covers what a zone's clocks can jump, and the step of a rule before it. */
  private static final Duration MARGIN = Duration.ofDays(2);

  Schedule {
    exceptions = Set.copyOf(exceptions);
  }

  /** The first occurrences that end after that moment, at most so many, in order. */
  List<TimeRange> endingAfter(Instant moment, int limit) {
    LocalDateTime notBefore = LocalDateTime.ofInstant(moment.minus(duration).minus(MARGIN), zone);
    List<TimeRange> found = new ArrayList<>();
    Instant last = Instant.MIN;
    for (Iterator<LocalDateTime> starts = starts(notBefore); starts.hasNext() && found.size() < limit;) {
      LocalDateTime local = starts.next();
      Instant from = local.atZone(zone).toInstant();
      // two local times can be one moment: 02:30 and 03:30 where the clocks go forward at two
      if (from.isAfter(last) && !exceptions.contains(local.toLocalDate())) {
        last = from;
        Instant to = end(from);
        if (to.isAfter(moment)) {
          found.add(new TimeRange(from, to));
        }
      }
    }
    return found;
  }

  private Iterator<LocalDateTime> starts(LocalDateTime notBefore) {
    return recurrence == null ? List.of(start).iterator() : recurrence.from(start, notBefore);
  }

  private Instant end(Instant from) {
    Instant end = from.plus(duration);
    return cutAt != null && from.isBefore(cutAt) && cutAt.isBefore(end) ? cutAt : end;
  }

  /** The occurrence in which that moment lies. */
  Optional<TimeRange> at(Instant moment) {
    return endingAfter(moment, 1).stream().filter(range -> !range.from().isAfter(moment)).findFirst();
  }

  /** When the last occurrence ends; empty where there is none, or so many that nobody wants to count them. */
  Optional<Instant> end() {
    if (recurrence != null && recurrence.isEndless()) {
      return Optional.empty();
    }
    List<TimeRange> all = endingAfter(Instant.EPOCH, Recurrence.MAX_COUNT + 1);
    return all.isEmpty() || all.size() > Recurrence.MAX_COUNT ? Optional.empty() : Optional.of(all.getLast().to());
  }

  /** The same, cut off at that moment. */
  Schedule cut(@Nullable Instant at) {
    return new Schedule(zone, start, duration, recurrence, exceptions, at);
  }
}
