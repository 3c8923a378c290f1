package io.faultdesk.incident;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** What a silence or a maintenance window would mute cannot be measured just now, because others are being measured (503). */
class TooBusyToMeasure extends ErrorResponseException {

  private static final long serialVersionUID = 1L;

  private static final String SOON = "5";

  TooBusyToMeasure() {
    super(HttpStatus.SERVICE_UNAVAILABLE, problem(), null);
    getHeaders().set(HttpHeaders.RETRY_AFTER, SOON);
  }

  private static ProblemDetail problem() {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE,
        "What would be muted is measured one at a time, and others are waiting. Try again soon.");
    problem.setProperty("code", "busy");
    return problem;
  }
}
