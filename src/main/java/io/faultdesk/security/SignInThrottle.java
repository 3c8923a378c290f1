package io.faultdesk.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Makes one address wait ever longer after wrong passwords for one user, before the directory is asked again. Other
 * addresses are not held up: whoever wants to lock a user out from one place does not succeed.
 */
@Component
class SignInThrottle {

  static final int FREE_TRIES = 3;
  static final Duration FIRST_WAIT = Duration.ofSeconds(3);
  static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
  private static final Duration MEMORY = Duration.ofMinutes(30);
  private static final int CAPACITY = 10_000;

  private final Clock clock;
  private final Map<Attempt, Failures> failures =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Attempt, Failures> eldest) {
          return size() > CAPACITY;
        }
      };

  SignInThrottle(Clock clock) {
    this.clock = clock;
  }

  /** Whether the password may be looked at now. */
  synchronized boolean admits(Attempt attempt) {
    Failures sofar = failures.get(attempt);
    return sofar == null || !clock.instant().isBefore(sofar.waitUntil());
  }

  synchronized void failed(Attempt attempt) {
    Instant now = clock.instant();
    Failures sofar = failures.remove(attempt);
    int count = sofar == null || sofar.waitUntil().plus(MEMORY).isBefore(now) ? 1 : sofar.count() + 1;
    failures.put(attempt, new Failures(count, now.plus(wait(count))));
  }

  synchronized void succeeded(Attempt attempt) {
    failures.remove(attempt);
  }

  private static Duration wait(int count) {
    if (count < FREE_TRIES) {
      return Duration.ZERO;
    }
    Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(count - FREE_TRIES, 20));
    return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
  }

  /** Who tries from where. */
  record Attempt(String user, String address) {}

  private record Failures(int count, Instant waitUntil) {}
}
