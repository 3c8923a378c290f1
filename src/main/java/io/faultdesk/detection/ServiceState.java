package io.faultdesk.detection;

import io.faultdesk.incident.IncidentDesk.OpenFinding;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
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

  /** The same with a finding that the incident desk has as open. */
  ServiceState knowing(OpenFinding finding, Instant now) {
    Hold hold = holds.get(finding.key());
    if (hold != null && hold.open()) {
      return this;
    }
    Map<String, Hold> more = new HashMap<>(holds);
    more.put(finding.key(), new Hold(finding.openedAt(), now, Duration.ZERO, false, true));
    return new ServiceState(episodes, Map.copyOf(more));
  }
}
