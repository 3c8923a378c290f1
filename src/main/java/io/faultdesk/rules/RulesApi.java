package io.faultdesk.rules;

import io.faultdesk.catalog.Catalog;
import io.faultdesk.rules.Turns.Turn;
import io.swagger.v3.oas.annotations.Operation;
import java.security.Principal;
import java.util.List;
import java.util.Map;
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

/** Shows, checks and reloads the rules over HTTP. */
@RestController
@RequestMapping("/api/v1/rules")
class RulesApi {

  private static final String KEPT = "The rules that were in force stay in force.";

  private final RuleBook book;
  private final RuleVersions versions;
  private final Turns turns;
  private final Catalog catalog;

  RulesApi(RuleBook book, RuleVersions versions, Turns turns, Catalog catalog) {
    this.book = book;
    this.versions = versions;
    this.turns = turns;
    this.catalog = catalog;
  }

  @Operation(summary = "Shows the rules in force and what was wrong with the last that were read")
  @GetMapping
  RuleStatus rules() {
    return book.status();
  }

  /** Reads and compiles one file by itself, without putting it in force, and warns of common mistakes. */
  @Operation(summary = "Checks the text of a rule file without putting it in force")
  @PostMapping(path = "/check", consumes = MediaType.TEXT_PLAIN_VALUE)
  Map<String, Object> check(@RequestBody(required = false) String drl) throws BrokenRules {
    try (Turn turn = turns.take(); RuleSet set = RuleSet.of(drl == null ? "" : drl)) {
      return Map.of("rules", set.rules().size(), "warnings", RuleAdvice.on(set.rules(), catalog));
    }
  }

  @Operation(summary = "Reads the rules folder again")
  @PostMapping("/reload")
  ResponseEntity<Object> reload(Principal caller) {
    RuleStatus status = book.reload(caller.getName());
    return status.lastError() == null
        ? ResponseEntity.ok(status)
        : BrokenRulesAnswer.refuse(new BrokenRules(status.lastError().errors()), KEPT);
  }

  @Operation(summary = "Lists the versions of the rules that are kept, those that were in force last first")
  @GetMapping("/versions")
  Map<String, List<RuleVersion>> versions() {
    return Map.of("items", versions.list());
  }

  @Operation(summary = "Shows the files of a version that is kept")
  @GetMapping("/versions/{version}")
  ResponseEntity<Object> version(@PathVariable String version) {
    return versions.files(version).<ResponseEntity<Object>>map(ResponseEntity::ok).orElseGet(() -> unknown(version));
  }

  /** Puts that version in force until the folder changes, across restarts too. */
  @Operation(summary = "Puts a version of the rules that is kept in force")
  @PostMapping("/versions/{version}/activate")
  ResponseEntity<Object> activate(@PathVariable String version, Principal caller) {
    return switch (book.activate(version, caller.getName())) {
      case Activation.Done done -> ResponseEntity.ok(done.status());
      case Activation.NeedsAnother needs ->
          ResponseEntity.accepted().body(Map.of("version", version, "proposedBy", needs.proposedBy(), "detail",
              "These rules come in force once another rule author wants them too."));
      case Activation.Broken broken -> BrokenRulesAnswer.refuse(new BrokenRules(broken.faults()), KEPT);
      case Activation.Unknown unknown -> unknown(version);
    };
  }

  private static ResponseEntity<Object> unknown(String version) {
    ProblemDetail problem =
        ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, "No version " + version + " of the rules is kept.");
    problem.setProperty("code", "not-found");
    return ResponseEntity.status(HttpStatus.NOT_FOUND).contentType(MediaType.APPLICATION_PROBLEM_JSON).body(problem);
  }
}
