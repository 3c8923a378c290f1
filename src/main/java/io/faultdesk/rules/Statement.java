package io.faultdesk.rules;

import static java.util.function.Predicate.not;

import io.faultdesk.incident.FindingSource;
import io.faultdesk.prediction.Forecast;
import io.faultdesk.rules.Verdict.Raised;
import io.faultdesk.shared.Category;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.Severity;
import io.faultdesk.signal.Alert;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One line behind a rule's {@code then}, read once when the rules are loaded. */
sealed interface Statement {

  /** Name of the rule it belongs to. */
  String rule();

  /** {@code findings.raise("name", $fact, SEVERITY)…}. */
  record Raise(
      String rule,
      String name,
      Severity severity,
      Category category,
      Duration after,
      Duration keepFor,
      boolean untilRecovered,
      Sentence because,
      List<FactPath> figures)
      implements Statement {

    /** The finding's key at that service. */
    String key(ServiceName service) {
      return Statement.key(service, name);
    }

    /** The condition, for that fact of that service. */
    Raised about(Object fact, ServiceName service, Trace trace) {
      Map<String, Object> evidence = FactPath.values(fact, figures);
      if (!(fact instanceof Forecast forecast)) {
        return raised(service, FindingSource.RULE, keepFor, fact, evidence, trace);
      }
      evidence.put("contributions", forecast.contributions());
      evidence.put("deviations", forecast.deviations());
      Duration expected = Duration.ofMillis((long) (forecast.horizon() * 1000));
      return raised(service, FindingSource.FORECAST, longer(keepFor, expected), fact, evidence, trace);
    }

    private Raised raised(
        ServiceName service, FindingSource source, Duration kept, Object fact, Map<String, Object> evidence,
        Trace trace) {
      return new Raised(
          key(service), name, source, severity, category, after, kept, untilRecovered, because.about(fact), evidence,
          trace);
    }

    private static Duration longer(Duration one, Duration other) {
      return one.compareTo(other) > 0 ? one : other;
    }
  }

  /** {@code findings.raise($alert)}: the alert's own name, severity and category. */
  record RaiseAlert(String rule) implements Statement {

    /** The key of that alert's finding. */
    String key(Alert alert) {
      return Statement.key(alert.service(), "alert/" + alert.identity());
    }

    /** The condition this alert claims. */
    Raised about(Alert alert, Trace trace) {
      Map<String, String> notes = alert.annotations();
      String because =
          Stream.of("summary", "description")
              .map(note -> notes.getOrDefault(note, ""))
              .filter(not(String::isBlank))
              .findFirst()
              .orElse(alert.name() + " is firing.");
      Map<String, Object> evidence =
          Map.of(
              "labels", alert.labels(),
              "annotations", notes,
              "startsAt", alert.startsAt().toString(),
              "sender", alert.sender());
      return new Raised(
          key(alert),
          alert.name(),
          FindingSource.ALERT,
          alert.severity(),
          alert.category(),
          Duration.ZERO,
          Duration.ZERO,
          false,
          because,
          evidence,
          trace);
    }
  }

  /** {@code findings.recovered("name", $fact)}. */
  record Recover(String rule, String name) implements Statement {}

  private static String key(ServiceName service, String name) {
    return service.value() + "/" + name;
  }
}
