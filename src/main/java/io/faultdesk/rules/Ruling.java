package io.faultdesk.rules;

import io.faultdesk.rules.Findings.Said;
import io.faultdesk.rules.Verdict.Raised;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.Severity;
import io.faultdesk.signal.Alert;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Makes one verdict of what the rules said: of several conditions with one key the worst counts, and a condition that
 * holds beats its own recovery.
 */
final class Ruling {

  private final Map<String, Raised> raised = new TreeMap<>();
  private final Set<String> recovered = new HashSet<>();
  private final Set<String> fired = new LinkedHashSet<>();
  private final Set<String> unasked = new HashSet<>();

  private Ruling() {}

  /** @param version of the rules */
  static Verdict of(Facts facts, List<ReadRule> rules, List<Said> said, String version) {
    ServiceName service = facts.service().name();
    Ruling ruling = new Ruling();
    for (Said one : said) {
      ReadRule rule = rules.get(one.rule());
      if (!rule.awaited(facts.open())) {
        continue; // it was told of facts that others asked for
      }
      ruling.fired.add(rule.name());
      for (int i = 0; i < rule.statements().size(); i++) {
        Object speaker = one.facts()[rule.speakers().get(i)];
        ruling.take(rule.statements().get(i), speaker, service, () -> rule.trace(one.facts(), version));
      }
    }
    return ruling.verdict();
  }

  /** What is left where these statements are of a rule that failed: that nothing is known. */
  static Verdict unasked(Facts facts, List<Statement> statements) {
    Ruling ruling = new Ruling();
    for (Statement statement : statements) {
      switch (statement) {
        case Statement.Raise raise -> ruling.unasked.add(raise.key(facts.service().name()));
        case Statement.RaiseAlert raise -> facts.alerts().forEach(alert -> ruling.unasked.add(raise.key(alert)));
        case Statement.Recover recover -> {}
      }
    }
    return ruling.verdict();
  }

  /** What these verdicts on the same facts come to. */
  static Verdict together(List<Verdict> verdicts) {
    Ruling ruling = new Ruling();
    for (Verdict verdict : verdicts) {
      verdict.raised().forEach(ruling::raise);
      ruling.recovered.addAll(verdict.recovered());
      ruling.fired.addAll(verdict.fired());
      ruling.unasked.addAll(verdict.unasked());
    }
    return ruling.verdict();
  }

  private void take(Statement statement, Object fact, ServiceName service, Supplier<Trace> trace) {
    switch (statement) {
      case Statement.Raise raise -> {
        if (counts(raise.key(service), raise.severity())) {
          raise(raise.about(fact, service, trace.get()));
        }
      }
      case Statement.RaiseAlert raise -> raise(raise.about((Alert) fact, trace.get()));
      case Statement.Recover recover -> recovered.add(recover.name());
    }
  }

  /** A rule may say the same of very many facts, and only the first is told. */
  private boolean counts(String key, Severity severity) {
    Raised known = raised.get(key);
    return known == null || severity.compareTo(known.severity()) < 0;
  }

  private void raise(Raised condition) {
    raised.merge(
        condition.key(), condition,
        (first, second) -> second.severity().compareTo(first.severity()) < 0 ? second : first);
  }

  private Verdict verdict() {
    raised.values().stream().filter(condition -> !condition.fromAlert()).map(Raised::name).forEach(recovered::remove);
    return new Verdict(List.copyOf(raised.values()), recovered, List.copyOf(fired), unasked);
  }
}
