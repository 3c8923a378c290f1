package io.faultdesk.incident;

import java.util.function.Supplier;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataIntegrityViolationException;

/**
 * Repeats what lost a race, so that it sees what the winner has done; each attempt must be a transaction of its own. Who loses
 * every time gets a {@link ConcurrencyFailureException}, which asks the caller to try again later.
 */
final class LostRaces {

  static final int MAX_ATTEMPTS = 5;

  private LostRaces() {}

  static <T> T repeat(Supplier<T> work) {
    for (int attempt = 1;; attempt++) {
      try {
        return work.get();
      } catch (DataIntegrityViolationException | ConcurrencyFailureException lostRace) {
        // no pause: an attempt waits for the winner's locks anyway
        if (attempt == MAX_ATTEMPTS) {
          throw new ConcurrencyFailureException("Lost " + MAX_ATTEMPTS + " races in a row.", lostRace);
        }
      }
    }
  }
}
