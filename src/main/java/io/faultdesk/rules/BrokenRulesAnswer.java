package io.faultdesk.rules;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Tells whoever sent rules what is wrong with them, whichever way they came. */
@RestControllerAdvice
class BrokenRulesAnswer {

  @ExceptionHandler
  ResponseEntity<Object> on(BrokenRules broken) {
    return refuse(broken, "These rules have faults.");
  }

  @ExceptionHandler
  ResponseEntity<Object> on(Overrun overrun) {
    ProblemDetail problem =
        ProblemDetail.forStatusAndDetail(HttpStatus.UNPROCESSABLE_ENTITY, String.valueOf(overrun.getMessage()));
    problem.setTitle("A rule that takes too much");
    problem.setProperty("code", "too-costly");
    return ResponseEntity.unprocessableEntity().contentType(MediaType.APPLICATION_PROBLEM_JSON).body(problem);
  }

  static ResponseEntity<Object> refuse(BrokenRules broken, String detail) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.UNPROCESSABLE_ENTITY, detail);
    problem.setTitle("Broken rules");
    problem.setProperty("code", "broken-rules");
    problem.setProperty("errors", broken.faults());
    return ResponseEntity.unprocessableEntity().contentType(MediaType.APPLICATION_PROBLEM_JSON).body(problem);
  }
}
