package io.faultdesk.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultdesk.prediction.Foresight;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every rule in {@code rules/} fires on what it is for, and on nothing healthy. */
class ShippedRulesTest {

  /** A finding, the bad figures that raise it, and the good ones that take it back. */
  private record Case(String finding, Facts bad, Facts good) {}

  private static final List<Case> CASES =
      List.of(
          plain("slow-answers", "response-time", 900, 100),
          on("crm-db", "slow-database", indicator("crm-db", "response-time", 300),
              indicator("crm-db", "response-time", 50)),
          plain("slow-queries", "slow-queries", 40, 2),
          plain("connections-running-out", "db-connections-used", 95, 40),
          plain("failing-calls", "error-rate", 0.1, 0.001),
          plain("failing-calls", "error-rate", 0.5, 0.001),
          plain("busy-processor", "cpu", 97, 40),
          plain("memory-running-out", "memory", 95, 60),
          on("crm-web", "growing-queue", web("queue-length", 2000).slope(3), web("queue-length", 10)),
          on("crm-web", "traffic-drop", web("throughput", 100).recent(10), web("throughput", 100)),
          on("crm-web", "silent-service", web("response-time", Double.NaN).age(200), web("response-time", 100)),
          plain("duplicate-customers", "duplicate-customers", 80, 1),
          plain("missing-fields", "missing-fields", 0.2, 0.01),
          plain("sync-delay", "sync-delay", 900, 10),
          on("crm-web", "stale-duplicate-check", web("duplicate-customers", 1).age(1000),
              web("duplicate-customers", 1)),
          plain("order-backlog", "order-backlog", 900, 40),
          on("crm-web", "growing-backlog", web("order-backlog", 300).slope(2), web("order-backlog", 40)),
          plain("slow-order-cycle", "order-cycle-time", 200, 30),
          plain("declined-payments", "payment-declines", 0.4, 0.02),
          plain("abandoned-carts", "cart-abandonment", 0.95, 0.6),
          on("crm-web", "missing-users", web("active-users", 1000).recent(200), web("active-users", 1000)),
          plain("rising-complaints", "complaints", 50, 3),
          plain("churn-wave", "churn-requests", 30, 1),
          plain("login-attack", "login-failures", 500, 4),
          on("crm-web", "unusual-login-failures", web("login-failures", 4).last(30).robustZ(12),
              web("login-failures", 4)),
          plain("password-reset-wave", "password-resets", 90, 3),
          plain("probing", "permission-denied", 200, 5),
          new Case(
              "login-attack-spreads",
              Given.facts(web("login-failures", 500), web("password-resets", 90)),
              Given.facts(web("login-failures", 4), web("password-resets", 3))));

  private final RuleSet rules = shipped();

  @Test
  void every_finding_opens_on_bad_figures_and_recovers_on_good_ones() {
    for (Case one : CASES) {
      assertThat(Given.names(Given.judge(rules, one.bad()))).as(one.finding()).contains(one.finding());
      assertThat(Given.judge(rules, one.good()).raised()).as("good figures for " + one.finding()).isEmpty();
      if (isUntilRecovered(one)) {
        assertThat(Given.judge(rules, one.good()).recovered())
            .as(one.finding())
            .contains(one.finding());
      }
    }
  }

  @Test
  void every_rule_has_fired_at_least_once() {
    Set<String> fired = new HashSet<>(Given.judge(rules, Given.alert("DiskFull", Map.of(), Map.of())).fired());
    fired.addAll(Given.judge(rules, Given.forecast(0.2)).fired());
    fired.addAll(Given.judge(rules, Given.forecast(0.8)).fired());
    fired.addAll(Given.judge(rules, Given.trend(20)).fired());
    fired.addAll(Given.judge(rules, Given.trend(2)).fired());
    for (Case one : CASES) {
      fired.addAll(Given.judge(rules, one.bad()).fired());
      fired.addAll(Given.judge(rules, one.good()).fired());
    }

    assertThat(rules.rules()).extracting(ReadRule::name).allMatch(fired::contains).hasSizeGreaterThanOrEqualTo(20);
  }

  @Test
  void the_heartbeat_alert_and_muted_alerts_make_no_finding() {
    assertThat(Given.judge(rules, Given.alert("Watchdog", Map.of(), Map.of())).raised()).isEmpty();
    assertThat(Given.judge(rules, Given.alert("X", Map.of("severity", "none"), Map.of())).raised()).isEmpty();
    assertThat(Given.judge(rules, Given.alert("X", Map.of("faultdesk", "ignore"), Map.of())).raised()).isEmpty();
  }

  @Test
  void a_service_whose_figures_are_not_known_yet_has_no_finding() {
    for (Case one : CASES) {
      FakeIndicator known = (FakeIndicator) one.bad().indicators().getFirst();
      assertThat(Given.judge(rules, Given.facts(FakeIndicator.of("crm-web", known.name(), Double.NaN))).raised())
          .as(known.name())
          .isEmpty();
    }
  }

  @Test
  void every_rule_says_above_what_it_is_for() throws Exception {
    Pattern commented = Pattern.compile("(?m)^// .+[.]\\Rrule \"[^\"]+\"\\Rwhen\\R(?:  .+\\R)+then\\R(?:  .+\\R)+end$");
    int found = 0;
    try (var files = Files.list(Path.of("rules"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".drl")).toList()) {
        Matcher matcher = commented.matcher(Files.readString(file));
        while (matcher.find()) {
          found++;
        }
      }
    }

    assertThat(found).isEqualTo(rules.rules().size());
  }

  private boolean isUntilRecovered(Case one) {
    return Given.judge(rules, one.bad()).raised().stream()
        .anyMatch(raised -> raised.name().equals(one.finding()) && raised.untilRecovered());
  }

  private static RuleSet shipped() {
    try {
      return RuleSet.of(RuleFiles.in(Path.of("rules")).files());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static Case plain(String finding, String indicator, double bad, double good) {
    return on("crm-web", finding, web(indicator, bad), web(indicator, good));
  }

  private static Case on(String service, String finding, FakeIndicator bad, FakeIndicator good) {
    return new Case(finding, facts(service, bad), facts(service, good));
  }

  private static Facts facts(String service, FakeIndicator indicator) {
    return new Facts(Given.service(service), List.of(indicator), List.of(), Foresight.NONE);
  }

  private static FakeIndicator web(String name, double value) {
    return indicator("crm-web", name, value);
  }

  private static FakeIndicator indicator(String service, String name, double value) {
    return FakeIndicator.of(service, name, value);
  }
}
