package io.faultdesk.detection;

import io.faultdesk.catalog.Catalog;
import io.faultdesk.rules.BrokenRules;
import io.faultdesk.rules.Explanation;
import io.faultdesk.rules.Explanation.Says;
import io.faultdesk.rules.Facts;
import io.faultdesk.rules.RuleBook;
import io.faultdesk.rules.RuleSet;
import io.faultdesk.rules.Turns;
import io.faultdesk.rules.Turns.Turn;
import io.faultdesk.rules.Verdict;
import io.faultdesk.shared.ServiceName;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Answers rule authors: what would these rules say, and why does that one hold or not. Changes nothing. */
@RestController
@RequestMapping("/api/v1/rules")
class VerdictApi {

  private final RuleBook rules;
  private final Watch watch;
  private final Catalog catalog;
  private final Clock clock;

  private final Turns turns;

  /** Whoever may read may ask why, so that they stand in a line of their own, and authors wait for one of them at most. */
  private final Turns asking = new Turns();

  VerdictApi(RuleBook rules, Turns turns, Watch watch, Catalog catalog, Clock clock) {
    this.rules = rules;
    this.turns = turns;
    this.watch = watch;
    this.catalog = catalog;
    this.clock = clock;
  }

  @Operation(summary = "Tells condition by condition why a rule holds or does not hold for a service now")
  @GetMapping("/{name}/explain")
  Explained explain(@PathVariable String name, @RequestParam String service) {
    ServiceName known = known(service);
    Facts facts = watch.facts(known);
    Instant now = clock.instant();
    try (Turn first = asking.take(); Turn turn = turns.take()) {
      Explanation told =
          rules.explain(name, facts)
              .orElseThrow(() -> problem(HttpStatus.NOT_FOUND, "unknown-rule", "No rule in force has that name."));
      return Explained.of(told, known, watch.state(known), now);
    }
  }

  @Operation(summary = "Tells the same of a rule whose name cannot stand in a path")
  @GetMapping("/explain")
  Explained explainNamed(@RequestParam String rule, @RequestParam String service) {
    return explain(rule, service);
  }

  @Operation(summary = "Judges facts, or what is known of a service now, by rules that are not put in force")
  @PostMapping("/dry-run")
  Outcome dryRun(@RequestBody @Valid DryRun request) throws BrokenRules {
    ServiceName service = request.serviceName();
    Facts facts = request.stated() ? request.facts(catalog.service(service)) : watch.facts(known(service.value()));
    String drl = request.drl();
    // never by the rules in force themselves: facts that somebody made up could switch one of them off
    try (Turn turn = turns.take(); RuleSet set = drl == null ? RuleSet.of(rules.files()) : RuleSet.of(drl)) {
      Verdict verdict = set.judge(facts);
      set.checkAnswered();
      return Outcome.of(set.version(), verdict);
    }
  }

  private ServiceName known(String text) {
    return catalog
        .find(text)
        .orElseThrow(
            () -> problem(
                HttpStatus.NOT_FOUND, "unknown-service", "No service of that name is declared or was heard of."));
  }

  private static ErrorResponseException problem(HttpStatus status, String code, String detail) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
    problem.setProperty("code", code);
    return new ErrorResponseException(status, problem, null);
  }

  /**
   * An explanation, and how its findings stand.
   *
   * @param findings by name, those that the rule raises or takes back
   */
  record Explained(
      String rule,
      String file,
      int line,
      String version,
      ServiceName service,
      Instant at,
      boolean holds,
      List<Explanation.Part> conditions,
      Map<String, FindingNow> findings) {

    static Explained of(Explanation told, ServiceName service, ServiceState state, Instant now) {
      Map<String, FindingNow> findings = new LinkedHashMap<>();
      for (Says says : told.says()) {
        String finding = says.finding();
        if (finding != null) {
          findings.put(finding, FindingNow.of(says, state.holds().get(service + "/" + finding)));
        }
      }
      return new Explained(
          told.rule(), told.file(), told.line(), told.version(), service, now, told.holds(), told.conditions(),
          findings);
    }
  }

  /**
   * How a finding stands.
   *
   * @param rule {@code raises} or {@code recovers} it
   * @param holdsSince since when some rule's condition for it has held, null where none does and for a rule that recovers it
   * @param after how long it must hold before the finding opens, ISO 8601
   */
  record FindingNow(String rule, boolean open, @Nullable Instant holdsSince, String after) {

    static FindingNow of(Says says, @Nullable Hold hold) {
      return new FindingNow(says.does(), hold != null && hold.open(),
          hold == null || !says.raises() ? null : hold.since(),
          says.after());
    }
  }

  /** What the rules would say. */
  record Outcome(
      String version, List<String> fired, List<Verdict.Raised> findings, List<String> recovered, List<String> unasked) {

    static Outcome of(String version, Verdict verdict) {
      return new Outcome(version, verdict.fired(), verdict.raised(),
          verdict.recovered().stream().sorted().toList(), verdict.unasked().stream().sorted().toList());
    }
  }
}
