package io.faultdesk.prediction;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import io.faultdesk.incident.FaultArchive;
import io.faultdesk.incident.PastFault;
import io.faultdesk.incident.PreventedFault;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The faults of the last weeks by service, in memory. Not thread-safe. */
@Component
class KnownFaults {

  /** So long a fault is remembered. */
  static final Duration KEPT = Duration.ofDays(30);
  private static final Duration LATELY = Duration.ofHours(2);
  private static final Duration ALL_EVERY = Duration.ofHours(1);
  private static final int MOST_FOLLOWED = 500;

  private final FaultArchive archive;
  private Map<Key, PastFault> faults = new HashMap<>();
  private Map<ServiceName, List<PastFault>> byService = Map.of();
  private Map<ServiceName, List<PreventedFault>> prevented = Map.of();
  private Instant allAt = Instant.MIN;

  KnownFaults(FaultArchive archive) {
    this.archive = archive;
  }

  /** Learns what has begun, ended or been denied; of what was over for long only every hour. */
  void refresh(Instant now) {
    if (now.isBefore(allAt.plus(ALL_EVERY))) {
      List<String> going = faults.values().stream().filter(fault -> fault.endedAt() == null)
          .map(PastFault::incident).distinct().limit(MOST_FOLLOWED).toList();
      faults.values()
          .removeIf(fault -> going.contains(fault.incident()) || !fault.begunAt().isBefore(now.minus(LATELY)));
      Stream.of(archive.of(going), archive.since(now.minus(LATELY))).flatMap(List::stream)
          .forEach(fault -> faults.put(Key.of(fault), fault));
    } else {
      faults = new HashMap<>(archive.since(now.minus(KEPT)).stream().collect(toMap(Key::of, Function.identity())));
      allAt = now;
    }
    Map<ServiceName, List<PastFault>> sorted = new HashMap<>();
    faults.values().stream().sorted(Comparator.comparing(PastFault::begunAt))
        .forEach(fault -> sorted.computeIfAbsent(fault.service(), service -> new ArrayList<>()).add(fault));
    byService = sorted;
    prevented = archive.preventedSince(now.minus(KEPT)).stream().collect(groupingBy(PreventedFault::service));
  }

  /** What a person did against what that alarm was about while it stood; the first such deed. */
  Optional<PreventedFault> prevented(Alarm alarm) {
    return prevented.getOrDefault(alarm.service(), List.of()).stream()
        .filter(deed -> alarm.isAbout(deed.preventedAt())).findFirst();
  }

  /** Whether a person did something against a fault of that service in that time. */
  boolean prevented(ServiceName service, TimeRange time) {
    return prevented.getOrDefault(service, List.of()).stream()
        .anyMatch(deed -> !deed.preventedAt().isBefore(time.from()) && deed.preventedAt().isBefore(time.to()));
  }

  /** Whether it has just been learnt anew of all of them, whatever became of them meanwhile. */
  boolean allKnownAt(Instant now) {
    return allAt.equals(now);
  }

  /** In the order of their beginning. */
  List<PastFault> of(ServiceName service) {
    return byService.getOrDefault(service, List.of());
  }

  /** The times in which a service was faulty, and for so long before and afterwards. */
  List<TimeRange> times(ServiceName service, Duration around, Instant now) {
    return of(service).stream().map(fault -> time(fault, around, now)).toList();
  }

  /** The time of that fault, and so long before, when it may have shown already, and afterwards. */
  static TimeRange time(PastFault fault, Duration around, Instant now) {
    Instant ended = Objects.requireNonNullElse(fault.endedAt(), now).plus(around);
    Instant from = fault.begunAt().minus(around);
    return new TimeRange(from, ended.isBefore(from) ? from : ended);
  }

  private record Key(ServiceName service, String incident) {

    static Key of(PastFault fault) {
      return new Key(fault.service(), fault.incident());
    }
  }
}
