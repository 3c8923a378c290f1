package io.faultdesk.incident;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** All that is open is read to measure what would be kept quiet, so that it is done one at a time. */
@Component
class MeasuringTurn {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Semaphore turn = new Semaphore(1);

  /** Measures when it is its turn; a {@link TooBusyToMeasure} where too many ask. Not to be called within a transaction. */
  <T> T take(Supplier<T> question) {
    try {
      if (!turn.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new TooBusyToMeasure();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TooBusyToMeasure();
    }
    try {
      return question.get();
    } finally {
      turn.release();
    }
  }
}
