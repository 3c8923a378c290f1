package io.faultdesk.detection;

import io.faultdesk.signal.Alert;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of time in which an alert claimed one and the same.
 *
 * @param endedAt null where it goes on
 */
record Claim(Alert alert, Instant begunAt, @Nullable Instant endedAt) {

  /** The message that lets it begin again; it needs no renewal, since its end is known. */
  Alert beginning() {
    return told(true, null);
  }

  /** The message that ends it again at that time. */
  Alert end(Instant at) {
    return told(false, at);
  }

  /** Begun when it was first judged: senders go on naming the first beginning where a claim that had lapsed is made anew. */
  private Alert told(boolean firing, @Nullable Instant endsAt) {
    return new Alert(
        alert.identity(), alert.service(), alert.name(), alert.severity(), alert.category(), firing, begunAt, endsAt,
        alert.labels(), alert.annotations(), alert.sender());
  }
}
