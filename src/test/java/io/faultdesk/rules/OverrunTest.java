package io.faultdesk.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faultdesk.prediction.Foresight;
import io.faultdesk.indicator.Indicator;
import io.faultdesk.rules.RuleFiles.RuleFile;
import io.faultdesk.shared.Category;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.Severity;
import io.faultdesk.signal.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules that take more than their share of a judgment. */
class OverrunTest {

  private static final String GOOD = Given.rule("good", "$i : Indicator( name == \"x\", p95 > 1 )");
  private static final FakeIndicator X = FakeIndicator.of("crm-web", "x", 5);

  private final List<RuleFailure> failures = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$i : Alert() Alert()",
        "Alert() $i : Alert()",
        "Alert() Alert() Alert() $i : Alert()",
        "$i : Alert() $j : Alert() $k : Alert() $l : Alert( name contains \"a1\" )",
        "$i : Alert() $j : Alert( name != $i.sender )",
        "$i : Alert() not Alert( labels[\"n\"] == $i.sender || name == $i.sender )",
        "$i : Alert() exists Alert( $i.annotations[\"text\"] contains \"none\" )",
        "exists Alert() $i : Alert() Alert()",
        "not Indicator( name == \"none\" ) $i : Alert() not Alert( labels[\"n\"] == $i.sender || name == $i.sender )",
        "$i : Alert() Alert() exists Alert() not Indicator( name == \"none\" )",
      })
  void a_join_that_grows_too_big_is_switched_off_and_the_others_answer(String patterns) throws BrokenRules {
    RuleSet rules = patient(Given.rule("big", patterns), GOOD);
    Facts facts = alerts(2_000);

    Verdict verdict = judge(rules, facts);

    assertThat(Given.names(verdict)).containsExactly("good");
    assertThat(verdict.unasked()).containsExactly("crm-web/big");
    assertThat(rules.switchedOff()).containsExactly("big");
    assertThatThrownBy(rules::checkAnswered).isInstanceOf(BrokenRules.class)
        .hasMessageContaining("this rule could not be asked: it looked at more than 500000 pairs of facts");
    assertThat(failures).singleElement().satisfies(failure -> {
      assertThat(failure.rule()).isEqualTo("big");
      assertThat(failure.off()).isTrue();
      assertThat(failure.message()).isEqualTo("it looked at more than 500000 pairs of facts");
    });
  }

  @Test
  void a_join_by_a_common_value_looks_at_matching_pairs_only() throws BrokenRules {
    RuleSet rules = patient(
        Given.rule("joined", "$i : Alert() exists Alert( identity == $i.identity, severity == $i.severity )"), GOOD);

    for (int i = 0; i < 3; i++) {
      assertThat(Given.names(judge(rules, alerts(3_000)))).containsExactly("good", "joined");
    }
    assertThat(failures).isEmpty();
  }

  @Test
  void what_one_judgment_counted_is_forgotten_in_the_next() throws BrokenRules {
    RuleSet rules = patient(Given.rule("joined", "$i : Alert() $j : Alert()"));

    for (int i = 0; i < 5; i++) {
      assertThat(Given.names(judge(rules, alerts(600)))).containsExactly("joined");
    }
    assertThat(failures).isEmpty();
  }

  @Test
  void after_that_judging_is_as_fast_as_without_the_rule() throws BrokenRules {
    RuleSet rules = patient(Given.rule("big", "$i : Alert() $j : Alert()"), GOOD);
    judge(rules, alerts(1_000));

    for (int i = 0; i < 20; i++) {
      Verdict verdict = judge(rules, alerts(1_000));
      assertThat(Given.names(verdict)).containsExactly("good");
      assertThat(verdict.fired()).containsExactly("good");
      assertThat(verdict.unasked()).containsExactly("crm-web/big");
    }
    assertThat(failures).as("said once").hasSize(1);
    assertThat(rules.left()).isZero();
  }

  @Test
  void several_of_them_are_found_one_after_the_other() throws BrokenRules {
    RuleSet rules = patient(
        Given.rule("one", "$i : Alert() Alert()"), GOOD,
        Given.rule("two", "$i : Alert() Alert() Alert()"),
        "rule \"three\"\nwhen\n$i : Alert() Alert()\nthen\nfindings.raise($i);\nend\n");
    Facts facts = alerts(1_000);

    Verdict verdict = judge(rules, facts);

    assertThat(Given.names(verdict)).containsExactly("good");
    assertThat(rules.switchedOff()).containsExactly("one", "two", "three");
    assertThat(verdict.unasked()).hasSize(2 + 1_000).contains("crm-web/one", "crm-web/two");
  }

  @Test
  void the_rule_that_takes_most_of_the_time_is_switched_off() throws BrokenRules {
    RuleSet rules = rules(
        Duration.ofMillis(150), GOOD,
        Given.rule("slow", "$i : Alert() $j : Alert( $i.annotations[\"text\"] contains \"none\" )"),
        Given.rule("quick", "$i : Alert() $j : Alert( severity == $i.severity )"));

    Verdict verdict = judge(rules, alerts(300, "some text ".repeat(20_000)));

    assertThat(Given.names(verdict)).contains("good");
    assertThat(rules.switchedOff()).startsWith("slow");
    assertThat(failures.getFirst().message()).matches("it took \\d+ of the 150 ms of processor time .*");
  }

  @Test
  void a_rule_that_fires_very_often_does_no_harm() throws BrokenRules {
    RuleSet rules = patient(GOOD, Given.rule("often", "$i : Alert()"));

    Verdict verdict = judge(rules, alerts(100_000));

    assertThat(Given.names(verdict)).contains("good");
    assertThat(Given.names(verdict).contains("often") ^ verdict.unasked().contains("crm-web/often")).isTrue();
  }

  @Test
  void many_threads_that_meet_such_a_rule_all_get_the_same_verdict() throws Exception {
    RuleSet rules = patient(Given.rule("big", "$i : Alert() Alert()"), GOOD);
    Facts facts = alerts(1_000);
    Callable<Verdict> judging = () -> Objects.requireNonNull(rules.judge(facts, failure -> {}));

    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<Verdict> verdict : threads.invokeAll(List.of(judging, judging, judging, judging))) {
        assertThat(Given.names(verdict.get())).containsExactly("good");
        assertThat(verdict.get().unasked()).containsExactly("crm-web/big");
      }
    }
  }

  /** Where only the number of pairs counts. */
  private static RuleSet patient(String... rules) throws BrokenRules {
    return rules(Duration.ofHours(1), rules);
  }

  private static RuleSet rules(Duration limit, String... rules) throws BrokenRules {
    RuleFile file = new RuleFile("test.drl", "package faultdesk.performance\n" + String.join("\n", rules));
    return RuleSet.of(new RuleFiles("test", List.of(file), List.of()), limit);
  }

  private Verdict judge(RuleSet rules, Facts facts) {
    return Objects.requireNonNull(rules.judge(facts, failures::add));
  }

  private static Facts alerts(int count) {
    return alerts(count, "text");
  }

  private static Facts alerts(int count, String text) {
    List<Alert> alerts = IntStream.range(0, count).mapToObj(number -> alert(number, text)).toList();
    return new Facts(Given.service("crm-web"), List.<Indicator>of(X), alerts, Foresight.NONE);
  }

  private static Alert alert(int number, String text) {
    return new Alert(
        "%064x".formatted(number), ServiceName.of("crm-web"), "a" + number, Severity.CRITICAL, Category.SECURITY, true,
        Instant.parse("2026-01-02T03:04:05Z"), null, Map.of("n", "n" + number), Map.of("text", text), "prometheus");
  }
}
