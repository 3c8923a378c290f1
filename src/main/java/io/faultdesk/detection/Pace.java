package io.faultdesk.detection;

import java.time.Duration;
import java.time.Instant;

/**
 * How fast waiting alerts are worked off. Alerts that pour in faster than incidents can be opened are let in first: until
 * they stop coming, work on those that wait is done in small portions with three times as long a rest after each. One thread at
 * a time may ask; any thread may say that alerts have come.
 */
final class Pace {

  static final int FULL = 500;
  static final int SMALL = 20;

  private static final int REST = 3;
  private static final Duration POURING = Duration.ofMillis(250);

  private volatile Instant receivedAt = Instant.EPOCH;
  private boolean moreWait;
  private Instant dealtAt = Instant.MAX;
  private Instant restUntil = Instant.EPOCH;

  /** Alerts have come. */
  void received(Instant now) {
    receivedAt = now;
  }

  /** How many alerts may be dealt now that those of last time are done; 0 during a rest. */
  int portion(Instant now) {
    if (dealtAt.isBefore(now)) {
      restUntil = now.plus(Duration.between(dealtAt, now).multipliedBy(REST));
    }
    dealtAt = Instant.MAX;
    boolean pouring = moreWait && receivedAt.plus(POURING).isAfter(now);
    if (pouring) {
      return restUntil.isAfter(now) ? 0 : SMALL;
    }
    return FULL;
  }

  /** So many of that portion were there and have been dealt. */
  void dealt(int found, int portion, Instant now) {
    moreWait = found == portion;
    dealtAt = found == 0 ? Instant.MAX : now;
  }
}
