package io.faultdesk.incident;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** What the desk refuses, as answers of the API; asked before the handler of everything else. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class IncidentProblems {

  @ExceptionHandler
  ProblemDetail onUnknown(UnknownIncident unknown) {
    return problem(HttpStatus.NOT_FOUND, "unknown-incident", unknown);
  }

  @ExceptionHandler
  ProblemDetail onUnknown(UnknownMaintenanceWindow unknown) {
    return problem(HttpStatus.NOT_FOUND, "unknown-maintenance-window", unknown);
  }

  @ExceptionHandler
  ProblemDetail onForbidden(TransitionForbidden forbidden) {
    ProblemDetail problem = problem(HttpStatus.CONFLICT, "transition-forbidden", forbidden);
    problem.setProperty("allowed", forbidden.allowed());
    return problem;
  }

  private static ProblemDetail problem(HttpStatus status, String code, RuntimeException cause) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, cause.getMessage());
    problem.setProperty("code", code);
    return problem;
  }
}
