package io.faultdesk.rules;

import io.faultdesk.rules.RuleFiles.RuleFile;
import io.swagger.v3.oas.annotations.Operation;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows, checks and reloads the rules over HTTP. */
@RestController
@RequestMapping("/api/v1/rules")
class RulesApi {

  private final RuleBook book;

  RulesApi(RuleBook book) {
    this.book = book;
  }

  @Operation(summary = "Shows the rules in force and what was wrong with the last that were read")
  @GetMapping
  RuleStatus rules() {
    return book.status();
  }

  /** Reads and compiles one file by itself, without putting it in force. */
  @Operation(summary = "Checks the text of a rule file without putting it in force")
  @PostMapping(path = "/check", consumes = MediaType.TEXT_PLAIN_VALUE)
  ResponseEntity<Object> check(@RequestBody(required = false) String drl) {
    try {
      RuleSet set = RuleSet.of(List.of(new RuleFile("body", drl == null ? "" : drl)));
      int rules = set.rules().size();
      set.close();
      return ResponseEntity.ok(Map.of("rules", rules));
    } catch (BrokenRules broken) {
      return refused(broken.faults(), "These rules cannot be put in force.");
    }
  }

  @Operation(summary = "Reads the rules folder again")
  @PostMapping("/reload")
  ResponseEntity<Object> reload() {
    RuleStatus status = book.reload();
    return status.lastError() == null
        ? ResponseEntity.ok(status)
        : refused(status.lastError().errors(), "The rules that were in force stay in force.");
  }

  private static ResponseEntity<Object> refused(List<Fault> faults, String detail) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.UNPROCESSABLE_ENTITY, detail);
    problem.setTitle("Broken rules");
    problem.setProperty("code", "broken-rules");
    problem.setProperty("errors", faults);
    return ResponseEntity.unprocessableEntity().contentType(MediaType.APPLICATION_PROBLEM_JSON).body(problem);
  }
}
