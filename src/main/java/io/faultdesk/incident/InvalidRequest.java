package io.faultdesk.incident;

import io.faultdesk.shared.Page;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** A request that cannot be served as it is; the answer names the place and the reason. */
class InvalidRequest extends ErrorResponseException {

  private InvalidRequest(HttpStatus status, ProblemDetail problem) {
    super(status, problem, null);
  }

  static InvalidRequest body(String pointer, String detail) {
    return body(Map.of(pointer, detail));
  }

  /** Several fields at once: by JSON pointer, what is wrong there. */
  static InvalidRequest body(Map<String, String> faults) {
    return wrong("The body has fields that are not right.", faults.entrySet().stream()
        .map(fault -> Map.of("pointer", fault.getKey(), "detail", fault.getValue()))
        .toList());
  }

  /** What is asked for would be more than is kept. */
  static InvalidRequest tooMany(String detail) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, detail);
    problem.setProperty("code", "too-many");
    return new InvalidRequest(HttpStatus.CONFLICT, problem);
  }

  static InvalidRequest parameter(String name, String detail) {
    return wrong("The parameter " + name + " " + detail + ".", List.of(Map.of("parameter", name, "detail", detail)));
  }

  /** A second report with the key of another one, which is most likely a slip of the sender. */
  static InvalidRequest reusedKey() {
    ProblemDetail problem =
        ProblemDetail.forStatusAndDetail(
            HttpStatus.UNPROCESSABLE_ENTITY, "This Idempotency-Key came with another body before.");
    problem.setProperty("code", "idempotency-key-reused");
    return new InvalidRequest(HttpStatus.UNPROCESSABLE_ENTITY, problem);
  }

  private static InvalidRequest wrong(String detail, List<Map<String, String>> errors) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, detail);
    problem.setProperty("code", "invalid");
    problem.setProperty("errors", errors);
    return new InvalidRequest(HttpStatus.BAD_REQUEST, problem);
  }

  static InvalidRequest badCursor() {
    return parameter("cursor", "is not one that a page of this list named as nextCursor");
  }

  static void requireLimit(int limit) {
    if (limit < 1 || limit > Page.MAX_LIMIT) {
      throw parameter("limit", "must be 1 to " + Page.MAX_LIMIT);
    }
  }
}
