package io.faultdesk.signal;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;

/** How senders of any kind wrap alerts and samples into events that can be told apart; a sub-package for each. */
public interface EventFormat {

  /**
   * Reads the events of that request to their end.
   *
   * @throws Unreadable where nothing of it can be used
   */
  EventReading read(HttpServletRequest request, Instant now) throws IOException;
}
