package io.faultdesk.detection;

import io.faultdesk.shared.ServiceName;
import io.faultdesk.signal.InboxAlert;
import java.util.List;

/**
 * One step of one service, to be written.
 *
 * @param before the state that the step began with
 * @param holdsChanged whether the holds are others than those in the database; where only alerts changed, they are not
 * @param alerts what the step took from the inbox
 */
record Recording(
    ServiceName service, ServiceState before, Step step, boolean holdsChanged, List<InboxAlert> alerts) {

  /** Whether there is more to it than that time has passed. */
  boolean matters() {
    return !step.changes().isEmpty() || !step.episodes().isEmpty() || !alerts.isEmpty();
  }
}
