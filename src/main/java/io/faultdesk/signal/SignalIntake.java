package io.faultdesk.signal;

import io.faultdesk.shared.ServiceName;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Where stored alerts and changes are picked up. */
@Component
public class SignalIntake {

  private final Parcels parcels;
  private final Changes changes;

  SignalIntake(Parcels parcels, Changes changes) {
    this.parcels = parcels;
    this.changes = changes;
  }

  /**
   * The oldest alerts of the inbox that are not taken yet, in the order of arrival.
   *
   * @param except services whose alerts are left out, because earlier ones of theirs are still being worked on
   */
  public List<InboxAlert> waitingAlerts(int limit, Set<ServiceName> except) {
    return parcels.waiting(limit, except);
  }

  /** Marks these as taken, within the caller's transaction. */
  public void taken(Collection<Long> ids) {
    parcels.taken(ids);
  }

  /** The oldest changes that came up to then and that nobody has been told of yet. */
  public List<StoredChange> untoldChanges(Instant receivedUntil, int limit) {
    return changes.waiting(receivedUntil, limit);
  }

  /** Marks that change as told, within the caller's transaction. */
  public void told(StoredChange change, Instant at) {
    changes.told(List.of(change.id()), at);
  }

  /** The newest changes of that service since then that were told already, the oldest of them first. */
  public List<StoredChange> toldChanges(ServiceName service, Instant since, int limit) {
    return changes.toldSince(service, since, limit);
  }
}
