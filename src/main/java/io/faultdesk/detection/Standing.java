package io.faultdesk.detection;

import static java.util.stream.Collectors.joining;

import io.faultdesk.indicator.Indicator;
import io.faultdesk.indicator.WindowStatistics;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Says in words how things stand in a rehearsal: the figures, the rules that fire, and what is on its way to be a finding. */
final class Standing {

  private static final MathContext SHORT = new MathContext(4);

  private Standing() {}

  /** One line each. */
  static List<String> of(List<Indicator> indicators, Course course) {
    List<String> lines = new ArrayList<>();
    indicators.forEach(indicator -> lines.add(words(indicator)));
    List<String> fired = course.verdict().fired();
    lines.add("rules that fire: " + (fired.isEmpty() ? "none" : String.join(", ", fired)));
    if (!course.verdict().unasked().isEmpty()) {
      lines.add("a rule failed, and nothing is known of: " + String.join(", ", course.verdict().unasked()));
    }
    course.holds().entrySet().stream()
        .filter(hold -> !hold.getValue().open())
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            hold -> lines.add(
                "holds but is not open yet: " + hold.getKey() + " since "
                    + RuleTestOutcome.time(Duration.between(RuleTest.START, hold.getValue().since()))));
    return lines;
  }

  private static String words(Indicator indicator) {
    return indicator.name() + ": last " + number(indicator.last()) + ", age " + number(indicator.age()) + ", robustZ "
        + number(indicator.robustZ())
        + indicator.windows().stream().map(Standing::words).collect(joining());
  }

  private static String words(WindowStatistics window) {
    return " | " + RuleTestOutcome.time(window.length()) + ": count " + window.count() + ", mean "
        + number(window.mean()) + ", median " + number(window.median()) + ", p95 " + number(window.p95()) + ", max "
        + number(window.max()) + ", slope " + number(window.slope());
  }

  private static String number(double value) {
    return Double.isFinite(value)
        ? BigDecimal.valueOf(value).round(SHORT).stripTrailingZeros().toPlainString()
        : "unknown";
  }
}
