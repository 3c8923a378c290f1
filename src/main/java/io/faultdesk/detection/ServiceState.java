package io.faultdesk.detection;

import static java.util.stream.Collectors.toSet;
import static java.util.stream.Collectors.toUnmodifiableMap;

import io.faultdesk.incident.FindingSource;
import io.faultdesk.incident.IncidentDesk.OpenFinding;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What detection remembers of one service between two steps. The windows of its indicators are remembered by {@code
 * indicator} in the same way.
 *
 * @param episodes the latest episode of each alert, by identity
 * @param holds conditions that hold or are open findings, by finding key
 */
record ServiceState(Map<String, Episode> episodes, Map<String, Hold> holds) {

  static final ServiceState EMPTY = new ServiceState(Map.of(), Map.of());

  /** Whether something may happen at any moment by the mere passing of time, other than that an alert's lease runs out. */
  boolean waiting() {
    return !holds.values().stream().allMatch(Hold::settled);
  }

  /** When the first lease of an alert runs out, unless it is renewed. */
  Instant leaseEnd() {
    return episodes.values().stream()
        .filter(Episode::open)
        .map(episode -> episode.alert().endsAt())
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .orElse(Instant.MAX);
  }

  /**
   * The same, brought into agreement with the findings that the incident desk has as open: an alert's is taken over, and what
   * the desk does not know is no finding. Findings of others, which nobody here ever saw holding, are left to them.
   */
  ServiceState agreeingWith(Collection<OpenFinding> findings, Instant now) {
    Map<String, Hold> agreed = new HashMap<>(holds);
    Set<String> known = findings.stream().map(OpenFinding::key).collect(toSet());
    agreed.entrySet().removeIf(entry -> entry.getValue().open() && !known.contains(entry.getKey()));
    findings.stream()
        .filter(finding -> finding.source() == FindingSource.ALERT)
        .forEach(finding -> agreed.putIfAbsent(finding.key(), Hold.of(finding, now)));
    return new ServiceState(episodes, Map.copyOf(agreed));
  }

  /** The same with every claim standing at least until then. */
  ServiceState standingUntil(Instant then) {
    Map<String, Episode> standing = new HashMap<>(episodes);
    standing.replaceAll((identity, episode) -> episode.standingUntil(then));
    return new ServiceState(Map.copyOf(standing), holds);
  }

  /** The holds that only this state knows of, which is all but those of alerts. */
  Map<String, Hold> ownHolds() {
    return holds.entrySet().stream()
        .filter(entry -> !entry.getValue().alert())
        .collect(toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
