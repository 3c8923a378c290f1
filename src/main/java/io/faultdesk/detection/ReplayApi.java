package io.faultdesk.detection;

import static java.util.Objects.requireNonNull;

import io.faultdesk.rules.BrokenRules;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import java.net.URI;
import java.time.Clock;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Replays over HTTP: a request is taken at once, and its result asked for later. */
@RestController
@RequestMapping(ReplayApi.PATH)
class ReplayApi {

  static final String PATH = "/api/v1/rules/replays";

  private static final String SECONDS_TO_WAIT = "30";

  private final ReplayDesk desk;

  private final Clock clock;

  ReplayApi(ReplayDesk desk, Clock clock) {
    this.desk = desk;
    this.clock = clock;
  }

  @Operation(summary = "Replays a stretch of the stored past with other rules, or with those in force")
  @PostMapping
  ResponseEntity<Object> start(@Valid @RequestBody ReplayRequest request) throws BrokenRules {
    if (clock.instant().isBefore(requireNonNull(request.from()))) {
      return answer(problem(HttpStatus.BAD_REQUEST, "not-past", "What is to be replayed begins in the future."));
    }
    return desk.take(request)
        .<ResponseEntity<Object>>map(
            taken -> ResponseEntity.accepted().location(URI.create(PATH + "/" + taken.id())).body(taken))
        .orElseGet(ReplayApi::busy);
  }

  @Operation(summary = "Shows how far a replay has come, or its result")
  @GetMapping("/{id}")
  ResponseEntity<Object> show(@PathVariable String id) {
    return desk.find(id).<ResponseEntity<Object>>map(ResponseEntity::ok)
        .orElseGet(() -> answer(
            problem(HttpStatus.NOT_FOUND, "not-found", "There is no such replay, or it is not kept any more.")));
  }

  private static ResponseEntity<Object> busy() {
    ProblemDetail problem =
        problem(HttpStatus.SERVICE_UNAVAILABLE, "busy", "As many replays run and wait as can. Try again later.");
    return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
        .header(HttpHeaders.RETRY_AFTER, SECONDS_TO_WAIT)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(problem);
  }

  private static ProblemDetail problem(HttpStatus status, String code, String detail) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
    problem.setProperty("code", code);
    return problem;
  }

  private static ResponseEntity<Object> answer(ProblemDetail problem) {
    return ResponseEntity.status(problem.getStatus()).contentType(MediaType.APPLICATION_PROBLEM_JSON).body(problem);
  }
}
