package io.faultdesk.signal;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.springframework.stereotype.Component;

/** Where stored alerts are picked up. */
@Component
public class SignalIntake {

  private final Inbox inbox;

  SignalIntake(Inbox inbox) {
    this.inbox = inbox;
  }

  /** The oldest alerts of the inbox that are not taken yet, in the order of arrival. */
  public List<InboxAlert> waitingAlerts(int limit) {
    return inbox.waiting(limit);
  }

  /** Marks these as taken, within the caller's transaction. */
  public void taken(Collection<Long> ids, Instant at) {
    inbox.taken(ids, at);
  }
}
