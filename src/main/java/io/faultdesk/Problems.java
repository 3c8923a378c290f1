package io.faultdesk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Errors of Faultdesk's own API in the format of RFC 9457, each with a stable {@code code}; errors in a body name their place
 * with a JSON pointer (RFC 6901). Nothing of the inside is told.
 */
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {

  private static final Logger log = LoggerFactory.getLogger(Problems.class);

  private static final Duration SOON = Duration.ofSeconds(5);

  @Override
  protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
      MethodArgumentNotValidException invalid, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
    ProblemDetail problem = problem("invalid", "The body has fields that are not right.");
    problem.setProperty(
        "errors",
        invalid.getFieldErrors().stream()
            .map(error -> error(pointer(error.getField()), String.valueOf(error.getDefaultMessage())))
            .toList());
    return handleExceptionInternal(invalid, problem, headers, status, request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHandlerMethodValidationException(
      HandlerMethodValidationException invalid, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
    if (invalid.isForReturnValue()) {
      return super.handleHandlerMethodValidationException(invalid, headers, status, request);
    }
    List<Map<String, String>> errors =
        invalid.getParameterValidationResults().stream().flatMap(Problems::errors).toList();
    ProblemDetail problem =
        problem(
            "invalid",
            errors.stream()
                .map(error -> "The parameter " + error.get("parameter") + " " + error.get("detail") + ".")
                .collect(Collectors.joining(" ")));
    problem.setProperty("errors", errors);
    return handleExceptionInternal(invalid, problem, headers, status, request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
      HttpMessageNotReadableException unreadable, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
    if (unreadable.getCause() instanceof ErrorResponse known) {
      // the body showed only while it was read that it is too long or badly packed
      return handleExceptionInternal(unreadable, known.getBody(), headers, known.getStatusCode(), request);
    }
    ProblemDetail problem = problem("unreadable", "The body cannot be read.");
    if (unreadable.getCause() instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      problem.setProperty("errors", List.of(error(pointer(mapping), reason(mapping))));
    } else if (unreadable.getCause() instanceof JsonProcessingException json) {
      problem.setDetail("The body is not JSON: " + json.getOriginalMessage() + place(json));
    }
    return handleExceptionInternal(unreadable, problem, headers, status, request);
  }

  @Override
  protected ResponseEntity<Object> createResponseEntity(
      @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
    if (body instanceof ProblemDetail problem
        && (problem.getProperties() == null || !problem.getProperties().containsKey("code"))) {
      problem.setProperty("code", slug(status));
    }
    return super.createResponseEntity(body, headers, status, request);
  }

  /** The database is away or too busy: the same request may well succeed later. */
  @ExceptionHandler({
    TransientDataAccessException.class, DataAccessResourceFailureException.class, CannotCreateTransactionException.class
  })
  @Nullable
  ResponseEntity<Object> onTemporaryInability(RuntimeException failure, WebRequest request) {
    log.warn("A request is to be repeated: {}: {}", request.getDescription(false), failure.toString());
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(
        HttpStatus.SERVICE_UNAVAILABLE, "This cannot be done just now, and nothing was changed. Try again soon.");
    HttpHeaders headers = new HttpHeaders();
    headers.set(HttpHeaders.RETRY_AFTER, String.valueOf(SOON.toSeconds()));
    return handleExceptionInternal(failure, problem, headers, HttpStatus.SERVICE_UNAVAILABLE, request);
  }

  @ExceptionHandler
  @Nullable
  ResponseEntity<Object> onAnythingElse(RuntimeException failure, WebRequest request) {
    log.error("A request failed: {}", request.getDescription(false), failure);
    ProblemDetail problem = ProblemDetail.forStatus(HttpStatus.INTERNAL_SERVER_ERROR);
    problem.setDetail("Something went wrong here, not with your request. The server's log says more.");
    return handleExceptionInternal(
        failure, problem, new HttpHeaders(), HttpStatus.INTERNAL_SERVER_ERROR, request);
  }

  private static ProblemDetail problem(String code, String detail) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, detail);
    problem.setProperty("code", code);
    return problem;
  }

  private static Stream<Map<String, String>> errors(ParameterValidationResult wrong) {
    String name = String.valueOf(wrong.getMethodParameter().getParameterName());
    return wrong.getResolvableErrors().stream()
        .map(error -> Map.of("parameter", name, "detail", String.valueOf(error.getDefaultMessage())));
  }

  private static Map<String, String> error(String pointer, String detail) {
    return Map.of("pointer", pointer, "detail", detail);
  }

  private static String pointer(String field) {
    return "/" + field.replace("[", "/").replace("]", "").replace('.', '/');
  }

  private static String pointer(JsonMappingException mapping) {
    return mapping.getPath().stream()
        .map(step -> step.getFieldName() != null ? step.getFieldName() : String.valueOf(step.getIndex()))
        .collect(Collectors.joining("/", "/", ""));
  }

  private static String reason(JsonMappingException mapping) {
    Throwable cause = mapping.getCause();
    return cause instanceof IllegalArgumentException
        ? String.valueOf(cause.getMessage())
        : "has the wrong type";
  }

  private static String place(JsonProcessingException json) {
    return json.getLocation() == null
        ? ""
        : " (line " + json.getLocation().getLineNr() + ", column " + json.getLocation().getColumnNr() + ")";
  }

  private static String slug(HttpStatusCode status) {
    HttpStatus known = HttpStatus.resolve(status.value());
    return known == null
        ? String.valueOf(status.value())
        : known.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
