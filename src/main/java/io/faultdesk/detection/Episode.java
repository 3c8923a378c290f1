package io.faultdesk.detection;

import io.faultdesk.signal.Alert;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One stretch of time in which an alert claims that something is wrong.
 *
 * @param alert its latest message
 * @param clearedAt null while the claim stands
 */
record Episode(Alert alert, @Nullable Instant clearedAt) {

  boolean open() {
    return clearedAt == null;
  }

  /** A firing message stands until its lease ends; one without a lease stands until it is taken back. */
  boolean expired(Instant now) {
    Instant endsAt = alert.endsAt();
    return open() && endsAt != null && !endsAt.isAfter(now);
  }

  /**
   * What this episode is after a further message of the same alert. A message that began no later than the last cleared
   * episode is a replay, one that began before the present episode is late: both leave it as it is.
   */
  Episode after(Alert message, Instant now) {
    boolean newer = message.startsAt().isAfter(alert.startsAt());
    if (!open()) {
      return newer ? begun(message, now) : this;
    }
    if (message.startsAt().isBefore(alert.startsAt())) {
      return this;
    }
    return begun(message, now);
  }

  /** The episode that a first message begins, or has already ended. */
  static Episode begun(Alert message, Instant now) {
    return new Episode(message, message.firing() ? null : now);
  }
}
