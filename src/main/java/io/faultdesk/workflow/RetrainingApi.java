package io.faultdesk.workflow;

import io.swagger.v3.oas.annotations.Operation;
import java.net.URI;
import java.security.Principal;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Begins the retraining of the fault model over HTTP. */
@RestController
@RequestMapping("/api/v1/models")
class RetrainingApi {

  private final RetrainingFlow flow;

  RetrainingApi(RetrainingFlow flow) {
    this.flow = flow;
  }

  @Operation(
      summary = "Has a challenger of the fault model in force trained, compared with it and decided on in Tasklist")
  @PostMapping("/retraining")
  ResponseEntity<Object> start(Principal caller) {
    return flow.start(caller.getName())
        .<ResponseEntity<Object>>map(
            id -> ResponseEntity.accepted().location(URI.create("/api/v1/models/trainings/" + id))
                .body(Map.of("id", id)))
        .orElseGet(RetrainingApi::underWay);
  }

  private static ResponseEntity<Object> underWay() {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(
        HttpStatus.CONFLICT, "A challenger is being trained, or waits in Tasklist to be decided on.");
    problem.setProperty("code", "under-way");
    return ResponseEntity.status(HttpStatus.CONFLICT).contentType(MediaType.APPLICATION_PROBLEM_JSON).body(problem);
  }
}
