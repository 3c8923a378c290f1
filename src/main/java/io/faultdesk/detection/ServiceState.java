package io.faultdesk.detection;

import static java.util.stream.Collectors.toUnmodifiableMap;

import io.faultdesk.incident.FindingSource;
import io.faultdesk.incident.IncidentDesk.OpenFinding;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What detection remembers of one service between two steps. The windows of its indicators are remembered by {@code
 * indicator} in the same way.
 *
 * @param episodes the latest episode of each alert, by identity
 * @param holds conditions that hold or are open findings, by finding key
 */
record ServiceState(Map<String, Episode> episodes, Map<String, Hold> holds) {

  static final ServiceState EMPTY = new ServiceState(Map.of(), Map.of());

  /** Whether something will happen by the mere passing of time. */
  boolean waiting() {
    return !holds.isEmpty() || episodes.values().stream().anyMatch(Episode::open);
  }

  /** The same with the findings that the incident desk has as open. */
  ServiceState knowing(List<OpenFinding> findings, Instant now) {
    Map<String, Hold> more = new HashMap<>(holds);
    for (OpenFinding finding : findings) {
      Hold known = more.get(finding.key());
      if (known == null || !known.open()) {
        boolean alert = finding.source() == FindingSource.ALERT;
        more.put(finding.key(), new Hold(finding.openedAt(), now, Duration.ZERO, false, alert, true));
      }
    }
    return new ServiceState(episodes, Map.copyOf(more));
  }

  /** The holds that only this state knows of, which is all but those of alerts. */
  Map<String, Hold> ownHolds() {
    return holds.entrySet().stream()
        .filter(entry -> !entry.getValue().alert())
        .collect(toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
