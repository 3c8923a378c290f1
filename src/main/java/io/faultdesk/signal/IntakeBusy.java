package io.faultdesk.signal;

import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** Signals cannot be taken just now; whoever sent them is told to come again, and when (503). */
public class IntakeBusy extends ErrorResponseException {

  private static final long serialVersionUID = 1L;

  private static final Duration SOON = Duration.ofSeconds(5);

  private final String reason;

  public IntakeBusy(String reason) {
    this(reason, SOON);
  }

  IntakeBusy(String reason, Duration retryAfter) {
    super(HttpStatus.SERVICE_UNAVAILABLE, problem(reason), null);
    this.reason = reason;
    getHeaders().set(HttpHeaders.RETRY_AFTER, String.valueOf(retryAfter.plusMillis(999).toSeconds()));
  }

  public String reason() {
    return reason;
  }

  private static ProblemDetail problem(String reason) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, reason);
    problem.setProperty("code", "busy");
    return problem;
  }
}
