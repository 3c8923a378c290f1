package io.faultdesk.detection;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How fast waiting alerts are worked off. Where more come in than incidents can be opened for, they are let in first: work on
 * those that wait is then done in small portions, with three times as long a rest after each. One thread at a time may ask; any
 * thread may say that alerts have come.
 */
final class Pace {

  static final int FULL = 100;
  static final int SMALL = 20;

  private static final int REST = 3;
  private static final Duration LONGEST_REST = Duration.ofSeconds(2);

  private final AtomicInteger came = new AtomicInteger();
  private Instant dealtAt = Instant.MAX;
  private int dealt;
  private boolean moreWait;
  private boolean pouring;
  private Instant restUntil = Instant.EPOCH;

  /** So many alerts have come. */
  void received(int alerts) {
    came.addAndGet(alerts);
  }

  /** How many alerts may be dealt now that those of last time are done; 0 during a rest. */
  int portion(Instant now) {
    if (!dealtAt.isAfter(now)) {
      pouring = came.getAndSet(0) >= dealt && moreWait;
      restUntil = pouring ? now.plus(rest(Duration.between(dealtAt, now))) : now;
      dealtAt = Instant.MAX;
    }
    if (restUntil.isAfter(now)) {
      return 0;
    }
    return pouring ? SMALL : FULL;
  }

  /** So many of that portion were there and have been dealt. */
  void dealt(int found, int portion, Instant now) {
    dealt = found;
    moreWait = found == portion;
    pouring &= moreWait;
    dealtAt = found == 0 ? Instant.MAX : now;
  }

  private static Duration rest(Duration work) {
    Duration rest = work.multipliedBy(REST);
    return rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST;
  }
}
