package io.faultdesk.rules;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;

/**
 * The line in which callers stand whose answer needs rules compiled, which keeps a processor busy and takes memory: one after
 * the other gets its turn, and who waits in vain is asked to come back.
 */
@Component
public final class Turns {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** Each keeps a thread of the server waiting. */
  private static final int MOST_WAITING = 20;

  private final Semaphore free = new Semaphore(1, true);

  /** Takes the next turn, which ends when it is closed; an {@link ErrorResponseException} with 503 where none comes up soon. */
  public Turn take() {
    if (free.getQueueLength() >= MOST_WAITING || !comesUp()) {
      throw busy();
    }
    return free::release;
  }

  private boolean comesUp() {
    try {
      return free.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static ErrorResponseException busy() {
    ProblemDetail problem =
        ProblemDetail.forStatusAndDetail(
            HttpStatus.SERVICE_UNAVAILABLE, "Rules of others are being looked at just now. Try again in a second.");
    problem.setProperty("code", "busy");
    ErrorResponseException busy = new ErrorResponseException(HttpStatus.SERVICE_UNAVAILABLE, problem, null);
    busy.getHeaders().set(HttpHeaders.RETRY_AFTER, "1");
    return busy;
  }

  /** Somebody's turn. */
  public interface Turn extends AutoCloseable {

    @Override
    void close();
  }
}
