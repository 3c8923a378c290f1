package io.faultdesk.detection;

import io.faultdesk.signal.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One stretch of time in which an alert claims that something is wrong.
 *
 * @param alert its latest message
 * @param clearedAt null while the claim stands
 * @param takenBackAt when an open one was taken back before it was claimed anew, null where it was not; forgotten by a restart
 */
record Episode(Alert alert, @Nullable Instant clearedAt, @Nullable Instant takenBackAt) {

  /** How long after its end a message may come that was on its way by another road, as from the other one of a pair. */
  private static final Duration REPLAYED_WITHIN = Duration.ofMinutes(1);

  Episode(Alert alert, @Nullable Instant clearedAt) {
    this(alert, clearedAt, null);
  }

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
   * began no later than the last cleared episode is a replay, one that began before the present episode is late.
   *
   * <p>Claims with a lease are more than that, because whoever makes them goes on making them. Of two senders of one alert the
   * one that saw it begin earlier renews what the other said. What lapsed goes on when it is renewed, because senders keep its
   * beginning, and so does what was taken back and is claimed still when every replay must have come.
   */
  Optional<Episode> after(Alert message, Instant now) {
    boolean newer = message.startsAt().isAfter(alert.startsAt());
    boolean same = message.startsAt().equals(alert.startsAt());
    if (newer || same && open()) {
      if (isReplayedEnd(message)) {
        return Optional.empty();
      }
      return Optional.of(message.firing() ? new Episode(message, null, takenBackAt) : begun(message, now));
    }
    if (!message.firing()) {
      return Optional.empty();
    }
    if (clearedAt == null) {
      return outlasts(message, alert.endsAt())
          ? Optional.of(new Episode(alert.until(message.endsAt()), null, takenBackAt))
          : Optional.empty();
    }
    if (alert.firing()) {
      boolean renewed = message.endsAt() == null || outlasts(message, clearedAt);
      return renewed ? Optional.of(begun(message, now)) : Optional.empty();
    }
    boolean claimedStill = outlasts(message, now) && !now.isBefore(clearedAt.plus(REPLAYED_WITHIN));
    return claimedStill ? Optional.of(new Episode(message, null, clearedAt)) : Optional.empty();
  }

  /** Whether it tells once more of the end that was told before the alert was claimed anew, as Prometheus does for a while. */
  private boolean isReplayedEnd(Alert message) {
    return takenBackAt != null && !message.firing() && !outlasts(message, takenBackAt);
  }

  /** Whether the message has a lease, and that ends later. */
  private static boolean outlasts(Alert message, @Nullable Instant other) {
    return message.endsAt() != null && other != null && message.endsAt().isAfter(other);
  }

  /** The same with a lease that reaches at least until then, for the time in which nobody could renew it. */
  Episode standingUntil(Instant then) {
    Instant endsAt = alert.endsAt();
    return open() && endsAt != null && endsAt.isBefore(then) ? new Episode(alert.until(then), null, takenBackAt) : this;
  }

  /** The episode that a first message begins, or has already ended. */
  static Episode begun(Alert message, Instant now) {
    return new Episode(message, message.firing() ? null : now);
  }
}
