package io.faultdesk.signal;

import io.faultdesk.shared.ServiceName;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Where stored alerts are picked up. */
@Component
public class SignalIntake {

  private final Inbox inbox;

  SignalIntake(Inbox inbox) {
    this.inbox = inbox;
  }

  /**
   * The oldest alerts of the inbox that are not taken yet, in the order of arrival.
   *
   * @param except services whose alerts are left out, because earlier ones of theirs are still being worked on
   */
  public List<InboxAlert> waitingAlerts(int limit, Set<ServiceName> except) {
    return inbox.waiting(limit, except);
  }

  /** Marks these as taken, within the caller's transaction. */
  public void taken(Collection<Long> ids, Instant at) {
    inbox.taken(ids, at);
  }
}
