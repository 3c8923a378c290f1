package io.faultdesk.signal;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;

/** How one kind of sender tells of a change and wants to be answered. */
public interface ChangeFormat {

  /**
   * Reads a JSON body to its end.
   *
   * @throws Unreadable where it cannot be used
   */
  Reading read(InputStream body, Instant now) throws IOException;

  /** The answer once the change is stored. */
  ResponseEntity<?> stored();

  /** The answer to a message that was not stored. */
  ResponseEntity<?> refused(HttpStatusCode status, String reason);

  /**
   * What one message said.
   *
   * @param dated whether the sender says when it was; what is not dated may come in the same words another day
   */
  record Reading(Change change, boolean dated) {}
}
