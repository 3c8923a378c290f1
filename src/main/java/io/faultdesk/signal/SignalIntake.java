package io.faultdesk.signal;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.springframework.stereotype.Component;

/** Where stored alerts are picked up. */
@Component
public class SignalIntake {

  /** The oldest alerts of the inbox that are not taken yet, in the order of arrival. */
  public List<InboxAlert> waitingAlerts(int limit) {
    throw new UnsupportedOperationException();
  }

  /** Marks these as taken, within the caller's transaction. */
  public void taken(Collection<Long> ids, Instant at) {
    throw new UnsupportedOperationException();
  }
}
