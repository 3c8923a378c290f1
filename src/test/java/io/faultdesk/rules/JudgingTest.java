package io.faultdesk.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.faultdesk.rules.Trace.Matched;
import io.faultdesk.rules.Verdict.Raised;
import io.faultdesk.shared.Category;
import io.faultdesk.shared.Severity;
import java.time.Duration;
import io.faultdesk.incident.FindingSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What compiled rules say of facts. */
class JudgingTest {

  private static final FakeIndicator SLOW = FakeIndicator.of("crm-web", "response-time", 1234.5).unit("ms");

  @Test
  void what_is_raised_of_a_forecast_is_the_forecasts_and_stays_for_its_horizon() throws Exception {
    String rule = """
        rule "Foreseen"
        when
          $f : Forecast( probability >= 0.3 )
        then
          findings.raise("foreseen", $f, MINOR).because("{text}");
        end
        """;
    try (RuleSet rules = Given.rules(rule)) {
      Verdict verdict = Given.judge(rules, Given.forecast(0.4));

      Raised raised = verdict.raised().getFirst();
      assertThat(raised.source()).isEqualTo(FindingSource.FORECAST);
      assertThat(raised.keepFor()).isEqualTo(Duration.ofMinutes(15));
      assertThat(raised.because()).isEqualTo("A fault of crm-web is possible.");
      assertThat(raised.evidence()).containsEntry("probability", 0.4).containsEntry("certainty", "possible")
          .containsKeys("contributions", "deviations");
    }
  }

  @Test
  void a_finding_carries_all_that_the_rule_said() throws BrokenRules {
    RuleSet rules =
        Given.rules(
            """
            rule "Orders are slow"
            when
              $i : Indicator( name == "response-time", recent.p95 > 800 )
            then
              findings.raise("slow-orders", $i, MAJOR).after("2m").keepFor("1h").untilRecovered().as("availability")
                  .because("up to {p95} {unit} at {service}, slope {slope}");
            end
            rule "Orders are fast"
            when
              $i : Indicator( name == "response-time", p95 < 500 )
            then
              findings.recovered("slow-orders", $i);
            end
            """);

    Verdict verdict = Given.judge(rules, Given.facts(SLOW));

    Raised raised = verdict.raised().getFirst();
    assertThat(raised.key()).isEqualTo("crm-web/slow-orders");
    assertThat(raised.name()).isEqualTo("slow-orders");
    assertThat(raised.fromAlert()).isFalse();
    assertThat(raised.severity()).isEqualTo(Severity.MAJOR);
    assertThat(raised.category()).isEqualTo(Category.AVAILABILITY);
    assertThat(raised.after()).isEqualTo(Duration.ofMinutes(2));
    assertThat(raised.keepFor()).isEqualTo(Duration.ofHours(1));
    assertThat(raised.untilRecovered()).isTrue();
    assertThat(raised.because()).isEqualTo("up to 1235 ms at crm-web, slope 0");
    assertThat(raised.evidence())
        .contains(entry("name", "response-time"), entry("last", 1234.5), entry("recent.p95", 1234.5),
            entry("p95", 1234.5));
    assertThat(verdict.recovered()).isEmpty();
    assertThat(verdict.fired()).containsExactly("Orders are slow");

    Verdict better = Given.judge(rules, Given.facts(FakeIndicator.of("crm-web", "response-time", 300)));
    assertThat(better.raised()).isEmpty();
    assertThat(better.recovered()).containsExactly("slow-orders");
  }

  @Test
  void a_share_is_told_in_percent() throws BrokenRules {
    RuleSet rules = Given.rules(
        Given.rule("failing", "$i : Indicator( p95 > 0 )").replace("MAJOR)",
            "MAJOR).because(\"{recent.mean%} fail\")"));

    assertThat(
        Given.judge(rules, Given.facts(FakeIndicator.of("crm-web", "error-rate", 0.07451))).raised().getFirst()
            .because())
        .isEqualTo("7.45 % fail");
  }

  @Test
  void the_package_decides_the_category_and_the_rest_has_defaults() throws BrokenRules {
    Raised raised =
        Given.judge(Given.rules(Given.rule("slow", "$i : Indicator( p95 > 1 )")), Given.facts(SLOW)).raised()
            .getFirst();

    assertThat(raised.category()).isEqualTo(Category.PERFORMANCE);
    assertThat(raised.after()).isEqualTo(Duration.ZERO);
    assertThat(raised.keepFor()).isEqualTo(Duration.ofMinutes(1));
    assertThat(raised.untilRecovered()).isFalse();
    assertThat(raised.because()).isEqualTo("slow");
  }

  @Test
  void a_condition_is_traced_to_its_rule_and_to_all_facts_that_matched() throws BrokenRules {
    RuleSet rules = Given.rules(
        "rule \"two\"\nwhen\n$i:Indicator(name==\"response-time\",recent.p95>800)\n"
            + "Indicator( name == \"cpu\", $i.p95 > last )\nexists  ServiceInfo( criticality in (HIGH,MEDIUM) )\n"
            + "then\nfindings.raise(\"slow\", $i, MAJOR);\nend");

    Trace trace =
        Given.judge(rules, Given.facts(SLOW, FakeIndicator.of("crm-web", "cpu", 97))).raised().getFirst().trace();

    assertThat(trace.rule()).isEqualTo("two");
    assertThat(trace.file() + ":" + trace.line()).isEqualTo("test.drl:2");
    assertThat(trace.version()).matches("[0-9a-f]{16}");
    assertThat(trace.matched()).extracting(Matched::condition).containsExactly(
        "Indicator( name == \"response-time\", recent.p95 > 800 )", "Indicator( name == \"cpu\", $i.p95 > last )");
    assertThat(trace.matched().getFirst().values())
        .containsEntry("name", "response-time").containsEntry("recent.p95", 1234.5).containsEntry("p95", 1234.5);
    assertThat(trace.matched().getLast().values()).containsEntry("name", "cpu").containsEntry("last", 97.0);
  }

  @Test
  void an_alert_raises_itself() throws BrokenRules {
    RuleSet rules =
        Given.rules(
            "rule \"any\"\nwhen\n$a : Alert( firing, severity == CRITICAL, labels[\"team\"] == \"web\" )\nthen\nfindings.raise($a);\nend");

    Raised raised =
        Given.judge(rules, Given.alert("DiskFull", Map.of("team", "web"), Map.of("summary", "disk 1 is full")))
            .raised()
            .getFirst();

    assertThat(raised.key()).isEqualTo("crm-web/alert/" + "ab".repeat(32));
    assertThat(raised.name()).isEqualTo("DiskFull");
    assertThat(raised.fromAlert()).isTrue();
    assertThat(raised.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(raised.category()).isEqualTo(Category.SECURITY);
    assertThat(raised.because()).isEqualTo("disk 1 is full");
    assertThat(raised.after()).isZero();
    assertThat(raised.keepFor()).isZero();
    assertThat(raised.evidence())
        .containsEntry("labels", Map.of("team", "web"))
        .containsEntry("annotations", Map.of("summary", "disk 1 is full"))
        .containsEntry("startsAt", "2026-01-02T03:04:05Z")
        .containsEntry("sender", "prometheus");
  }

  @Test
  void an_alert_with_an_empty_summary_is_told_by_what_else_it_says() throws BrokenRules {
    RuleSet rules = Given.rules("rule \"any\"\nwhen\n$a : Alert( firing )\nthen\nfindings.raise($a);\nend");

    assertThat(told(rules, Map.of("summary", " ", "description", "disk 1 is full"))).isEqualTo("disk 1 is full");
    assertThat(told(rules, Map.of("summary", ""))).isEqualTo("DiskFull is firing.");
  }

  private static String told(RuleSet rules, Map<String, String> annotations) {
    return Given.judge(rules, Given.alert("DiskFull", Map.of(), annotations)).raised().getFirst().because();
  }

  @Test
  void of_several_conditions_with_one_key_the_worst_counts() throws BrokenRules {
    RuleSet rules =
        Given.rules(
            Given.rule("slow", "$i : Indicator( p95 > 1 )"),
            Given.rule("slow", "$i : Indicator( p95 > 1000 )").replace("rule \"slow\"", "rule \"b\"").replace("MAJOR",
                "CRITICAL"),
            "rule \"good\"\nwhen\n$i : Indicator( p95 < 5 )\nthen\nfindings.recovered(\"slow\", $i);\nend");

    Verdict verdict = Given.judge(rules, Given.facts(SLOW, FakeIndicator.of("crm-web", "other", 2)));

    assertThat(verdict.raised()).hasSize(1);
    assertThat(verdict.raised().getFirst().severity()).isEqualTo(Severity.CRITICAL);
    assertThat(verdict.recovered()).as("a condition that holds beats its recovery").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "p95 > 800", "p95 >= 800", "p95 < 800", "p95 <= 800", "p95 == 800", "800 > p95", "recent.p95 > 2 * p95",
        "2 * p95 > recent.p95", "p95 - mean < 5", "p95 < mean + 1", "-p95 < 5", "p95 < 1 || recent.p95 < 1",
        "age < 100 && (baseline.mean / 2 < 5 || robustZ < 3)"
      })
  void a_figure_that_is_not_known_fires_nothing_however_often_it_is_asked(String constraint) throws Exception {
    RuleSet rules = Given.rules(Given.rule("a", "$i : Indicator( " + constraint + " )"));
    Facts unknown = Given.facts(FakeIndicator.of("crm-web", "x", Double.NaN).robustZ(Double.NaN));

    for (int i = 0; i < 3_000; i++) {
      assertThat(Given.judge(rules, unknown).raised()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$i : Indicator( name == \"response-time\", p95 > 800 )",
        "$i : Indicator( service == \"crm-web\", name in (\"a\", \"response-time\") )",
        "$i : Indicator( service not in (\"a\", \"b\"), name != \"x\" )",
        "$i : Indicator( name contains \"time\", name str[startsWith] \"resp\", name str[endsWith] \"time\" )",
        "$i : Indicator( unit == \"ms\" && (p95 > 5000 || count / 800 < 0.6) )",
        "$i : Indicator( -p95 < 0, p95 * 2 > 1.5 + recent.p95 )",
        "$s : ServiceInfo( criticality == HIGH, declared, team == \"platform\" ) $i : Indicator( p95 > 1 )",
        "$i : Indicator( p95 > 800 ) not Indicator( name == \"other\" )",
        "$i : Indicator( p95 > 800 ) exists Indicator( p95 >= $i.p95, service == $i.service )",
        "$i : Indicator( $i.p95 > 800 )",
        "$i : Indicator() // all\n /* of\n them */"
      })
  void what_the_white_list_allows_means_what_it_says(String conditions) throws BrokenRules {
    RuleSet rules = Given.rules(Given.rule("a", conditions));

    for (int i = 0; i < 100; i++) {
      assertThat(Given.names(Given.judge(rules, Given.facts(SLOW)))).containsExactly("a");
    }
  }

  @Test
  void a_label_that_is_missing_equals_nothing() throws BrokenRules {
    RuleSet rules =
        Given.rules(
            Given.rule("a", "$i : Alert( labels[\"nope\"] == \"x\" )"),
            Given.rule("b", "$i : Alert( labels[\"nope\"] contains \"x\" )"),
            Given.rule("c", "$i : Alert( labels[\"nope\"] str[startsWith] \"x\" )"),
            Given.rule("d", "$i : Alert( labels[\"nope\"] == null )"),
            Given.rule("e", "$i : Alert( labels[\"nope\"] in (\"x\") )"));

    for (int i = 0; i < 100; i++) {
      assertThat(Given.names(Given.judge(rules, Given.alert("x", Map.of(), Map.of())))).containsExactly("d");
    }
  }

  @Test
  void a_rule_that_throws_is_named_and_the_others_still_answer() throws BrokenRules {
    RuleSet rules = Given.rules(
        Given.rule("before", "$i : Indicator( p95 > 1 )"),
        Given.rule("broken", "$i : Indicator( service == \"a\" )"),
        Given.rule("after", "$i : Indicator( p95 > 2 )"));
    FakeIndicator ofNobody = new FakeIndicator(
        null, "response-time", "", 0, 0, 0, SLOW.main(), SLOW.recent(), SLOW.baseline());
    List<RuleFailure> failures = new ArrayList<>();

    Verdict verdict = rules.judge(Given.facts(ofNobody), failures::add);

    assertThat(verdict).isNotNull();
    assertThat(Given.names(verdict)).containsExactly("after", "before");
    assertThat(failures).extracting(RuleFailure::rule).containsExactly("broken");
    assertThat(verdict.unasked()).containsExactly(Given.facts(ofNobody).service().name() + "/broken");
    assertThat(Given.names(Given.judge(rules, Given.facts(SLOW)))).containsExactly("after", "before");
  }

  @Test
  void rules_that_are_retired_while_they_are_asked_one_by_one_give_no_verdict() throws BrokenRules {
    RuleSet rules = Given.rules(
        Given.rule("broken", "$i : Indicator( service == \"a\" )"),
        Given.rule("after", "$i : Indicator( p95 > 2 )"));
    FakeIndicator ofNobody = new FakeIndicator(
        null, "response-time", "", 0, 0, 0, SLOW.main(), SLOW.recent(), SLOW.baseline());

    assertThat(rules.judge(Given.facts(ofNobody), failure -> rules.close()))
        .as("it would lack what the other rule says").isNull();
  }

  @Test
  void nothing_of_one_judgment_is_left_for_the_next() throws BrokenRules {
    RuleSet rules = Given.rules(Given.rule("a", "$i : Indicator( p95 > 800 )"));

    assertThat(Given.judge(rules, Given.facts(SLOW)).raised()).hasSize(1);
    assertThat(Given.judge(rules, Given.facts()).raised()).isEmpty();
    assertThat(rules.left()).isZero();
  }

  @Test
  void the_same_facts_get_the_same_verdict_from_many_threads() throws Exception {
    RuleSet rules = RuleSet.of(RuleFiles.packaged().files());
    Facts facts =
        Given.facts(SLOW, FakeIndicator.of("crm-web", "error-rate", 0.5), FakeIndicator.of("crm-web", "cpu", 99));
    Verdict expected = Given.judge(rules, facts);
    assertThat(expected.raised()).hasSize(3);

    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      Callable<Boolean> judging =
          () -> {
            for (int i = 0; i < 500; i++) {
              if (!Given.judge(rules, facts).equals(expected)) {
                return false;
              }
            }
            return true;
          };
      for (Future<Boolean> same : threads.invokeAll(List.of(judging, judging, judging, judging))) {
        assertThat(same.get()).isTrue();
      }
    }
  }
}
