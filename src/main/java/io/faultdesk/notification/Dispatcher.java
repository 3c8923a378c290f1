package io.faultdesk.notification;

import java.util.Optional;
import org.springframework.stereotype.Component;

/** Stores notices and delivers them. */
@Component
public class Dispatcher {

  /**
   * Stores a notice, within the caller's transaction.
   *
   * @return its id, or nothing where no channel reaches that person or the same notice already exists
   */
  public Optional<Long> submit(Notice notice) {
    throw new UnsupportedOperationException();
  }

  /** Tries to deliver the notice once and records the attempt; a {@link DeliveryFailed} asks for a later retry. */
  public void deliver(long noticeId) throws DeliveryFailed {
    throw new UnsupportedOperationException();
  }
}
