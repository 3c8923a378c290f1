package io.faultdesk.detection;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How fast waiting alerts are worked off. A portion grows while it takes no time to speak of, as it does where alerts join an
 * incident, and shrinks where each of them opens one. Where more come in than incidents can be opened for, they are let in first: work on
 * those that wait is then done in small portions, with three times as long a rest after each. Where no incidents have to be opened
 * that lasts for a while only: what is said again and again, as leases are, must be heard before they run out. One thread at a time may
 * ask; any thread may say that alerts have come.
 */
final class Pace {

  static final int FULL = 100;
  static final int LARGEST = 1_600;
  static final int SMALL = 20;

  private static final int REST = 3;
  private static final Duration LONGEST_REST = Duration.ofSeconds(2);
  private static final Duration SHORT = Duration.ofMillis(1500);
  private static final Duration LONG = Duration.ofSeconds(4);

  /** For so long what comes goes before what is easily worked off. */
  private static final Duration WHILE = Duration.ofSeconds(30);

  /** An alert that opens an incident takes longer, any other does not. */
  private static final Duration EASY = Duration.ofMillis(5);

  private final AtomicInteger came = new AtomicInteger();
  private Instant dealtAt = Instant.MAX;
  private int dealt;
  private int full = FULL;
  private boolean moreWait;
  private boolean pouring;
  private Instant pouringSince = Instant.MAX;
  private Instant restUntil = Instant.EPOCH;

  /** So many alerts have come. */
  void received(int alerts) {
    came.addAndGet(alerts);
  }

  /** How many alerts may be dealt now that those of last time are done; 0 during a rest. */
  int portion(Instant now) {
    if (!dealtAt.isAfter(now)) {
      Duration took = Duration.between(dealtAt, now);
      resize(took);
      pouring = came.getAndSet(0) >= dealt && moreWait;
      pouringSince = !pouring ? Instant.MAX : pouringSince.isAfter(now) ? now : pouringSince;
      boolean easy = took.compareTo(EASY.multipliedBy(dealt)) <= 0;
      pouring &= !easy || !pouringSince.isBefore(now.minus(WHILE));
      restUntil = pouring ? now.plus(rest(took)) : now;
      dealtAt = Instant.MAX;
    }
    if (restUntil.isAfter(now)) {
      return 0;
    }
    return pouring ? full * SMALL / FULL : full;
  }

  private void resize(Duration took) {
    if (moreWait && took.compareTo(SHORT) < 0) {
      full = Math.min(LARGEST, full * 2);
    } else if (took.compareTo(LONG) > 0) {
      full = Math.max(FULL, full / 2);
    }
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
