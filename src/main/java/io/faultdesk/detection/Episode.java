package io.faultdesk.detection;

import io.faultdesk.signal.Alert;
import java.time.Instant;
import java.util.Optional;
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
   * What follows this episode after a further message of the same alert, or nothing where the message has no effect: one that
   * began no later than the last cleared episode is a replay, one that began before the present episode is late. An episode
   * that merely lapsed goes on when its claim is renewed, because senders keep its beginning.
   */
  Optional<Episode> after(Alert message, Instant now) {
    boolean newer = message.startsAt().isAfter(alert.startsAt());
    boolean same = message.startsAt().equals(alert.startsAt());
    boolean counts = newer || same && (open() || renewedBy(message));
    return counts ? Optional.of(begun(message, now)) : Optional.empty();
  }

  /** Whether this episode ended for want of a renewal and the message brings it. */
  private boolean renewedBy(Alert message) {
    boolean lapsed = clearedAt != null && alert.firing();
    return lapsed && message.firing() && (message.endsAt() == null || message.endsAt().isAfter(clearedAt));
  }

  /** The same with a lease that reaches at least until then, for the time in which nobody could renew it. */
  Episode standingUntil(Instant then) {
    Instant endsAt = alert.endsAt();
    return open() && endsAt != null && endsAt.isBefore(then) ? new Episode(alert.until(then), null) : this;
  }

  /** The episode that a first message begins, or has already ended. */
  static Episode begun(Alert message, Instant now) {
    return new Episode(message, message.firing() ? null : now);
  }
}
