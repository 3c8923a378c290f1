package io.faultdesk.signal;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;

/** How one kind of monitor writes its alerts and wants to be answered; a sub-package for each. */
public interface AlertFormat {

  /** So many labels, tags or details of an alert are more than any monitor sends, and as many as rules and pages can bear. */
  int MAX_TEXTS = 1000;

  /**
   * Reads a JSON body to its end.
   *
   * @throws Unreadable where nothing of it can be used
   */
  AlertReading read(InputStream body, Instant now) throws IOException;

  /** Until when a problem stands of which nothing more is heard, null for ever, which a zero duration means. */
  static @Nullable Instant lease(Instant now, Duration staleAfter) {
    return staleAfter.isZero() ? null : now.plus(staleAfter);
  }

  /** The answer once the good alerts of that reading are stored; an empty one where the monitor has no answers of its own. */
  default ResponseEntity<?> stored(AlertReading reading) {
    return ResponseEntity.ok().build();
  }

  /** The answer to a message of which nothing was stored. */
  default ResponseEntity<?> refused(HttpStatusCode status, String reason) {
    return ResponseEntity.of(Reception.problem(status, reason)).build();
  }
}
