package io.faultdesk.rules;

import io.faultdesk.prediction.Foresight;
import io.faultdesk.catalog.ServiceInfo;
import io.faultdesk.indicator.Indicator;
import io.faultdesk.prediction.Forecast;
import io.faultdesk.prediction.Trend;
import io.faultdesk.rules.RuleFiles.RuleFile;
import io.faultdesk.shared.Category;
import io.faultdesk.shared.Level;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.Severity;
import io.faultdesk.signal.Alert;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What the tests of this module judge. */
final class Given {

  private Given() {}

  static RuleSet rules(String... rules) throws BrokenRules {
    return RuleSet.of(List.of(new RuleFile("test.drl", "package faultdesk.performance\n" + String.join("\n", rules))));
  }

  /** A rule that raises {@code finding} for the fact that the pattern binds to {@code $i}. */
  static String rule(String finding, String pattern) {
    return "rule \"" + finding + "\"\nwhen\n" + pattern + "\nthen\nfindings.raise(\"" + finding
        + "\", $i, MAJOR);\nend\n";
  }

  static Facts facts(Indicator... indicators) {
    return new Facts(service("crm-web"), List.of(indicators), List.of(), Foresight.NONE);
  }

  static Facts alert(String name, Map<String, String> labels, Map<String, String> annotations) {
    Alert alert =
        new Alert(
            "ab".repeat(32), ServiceName.of("crm-web"), name, Severity.CRITICAL, Category.SECURITY, true,
            Instant.parse("2026-01-02T03:04:05Z"), null, labels, annotations, "prometheus");
    return new Facts(service("crm-web"), List.of(), List.of(alert), Foresight.NONE);
  }

  static Facts forecast(double probability) {
    ServiceInfo service = service("crm-web");
    return new Facts(service, List.of(), List.of(),
        new Foresight(List.of(Forecast.madeUp(service.name(), probability, 900, Double.NaN, Double.NaN)), List.of()));
  }

  static Facts trend(double hours) {
    ServiceInfo service = service("crm-web");
    Trend trend = Trend.madeUp(service.name(), "memory", 80, 95, hours * 3600);
    return new Facts(service, List.of(), List.of(), new Foresight(List.of(), List.of(trend)));
  }

  static ServiceInfo service(String name) {
    return new ServiceInfo(ServiceName.of(name), "platform", Level.HIGH, Set.of(), ServiceInfo.COMMON_FAMILY, true);
  }

  static Verdict judge(RuleSet rules, Facts facts) {
    List<RuleFailure> failures = new ArrayList<>();
    Verdict verdict = Objects.requireNonNull(rules.judge(facts, failures::add));
    if (!failures.isEmpty()) {
      throw new AssertionError(failures.toString());
    }
    return verdict;
  }

  static List<String> names(Verdict verdict) {
    return verdict.raised().stream().map(Verdict.Raised::name).toList();
  }
}
