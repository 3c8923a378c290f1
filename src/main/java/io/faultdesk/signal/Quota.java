package io.faultdesk.signal;

import java.time.Duration;
import java.time.Instant;

/**
 * What a sender has left of one thing: a token bucket, full at first, that refills steadily. More may be taken than is left, where
 * only the taking shows how much it is; the rest is owed, at most one whole bucket. Not for use by two threads.
 */
final class Quota {

  private final double perSecond;
  private final long size;
  private double left;
  private Instant at;

  /** @param perSecond how much comes back in a second, positive */
  Quota(long perSecond, Duration burst, Instant now) {
    this.perSecond = perSecond;
    size = Math.max(1, perSecond * burst.toSeconds());
    left = size;
    at = now;
  }

  void take(long count, Instant now) {
    refill(now);
    left = Math.max(left - count, -size);
  }

  long size() {
    return size;
  }

  /** How much may be taken, never less than 0. */
  long left(Instant now) {
    refill(now);
    return Math.max(0, (long) left);
  }

  /** How long until there is one to be taken, zero where there is. */
  Duration untilOne(Instant now) {
    return until(1, now);
  }

  /** How long until it is full. */
  Duration untilFull(Instant now) {
    return until(size, now);
  }

  private Duration until(double wanted, Instant now) {
    refill(now);
    return Duration.ofMillis((long) Math.ceil(Math.max(0, wanted - left) / perSecond * 1000));
  }

  private void refill(Instant now) {
    // a clock that was put back gives nothing, and takes nothing either
    long nanos = Math.max(0, Duration.between(at, now).toNanos());
    left = Math.min(size, left + nanos / 1e9 * perSecond);
    at = now;
  }
}
