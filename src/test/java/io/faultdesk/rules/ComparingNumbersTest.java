package io.faultdesk.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers compare as they do in Java, whatever index Drools may make of many rules: what is not known is in no relation. */
class ComparingNumbersTest {

  private static final double[] FIGURES = {
    Double.NaN, Double.NEGATIVE_INFINITY, -7, -0.0, 0.0, 0.5, 1, 6.5, 7, 12, 100, Double.POSITIVE_INFINITY
  };
  private static final Map<String, BiPredicate<Double, Double>> SIGNS =
      Map.of(
          "<", (one, other) -> one < other, "<=", (one, other) -> one <= other, ">", (one, other) -> one > other,
          ">=", (one, other) -> one >= other, "==", (one, other) -> one.doubleValue() == other.doubleValue());
  private static final int LIMITS = 14;

  @ParameterizedTest
  @ValueSource(strings = {"last", "p95", "age", "recent.p95"})
  void many_limits_on_one_field_mean_what_each_means(String field) throws BrokenRules {
    List<String> rules = new ArrayList<>(List.of(Given.rule("all", "$i : Indicator()")));
    SIGNS.keySet().forEach(sign -> {
      for (int limit = 0; limit < LIMITS; limit++) {
        rules
            .add(Given.rule(rule(sign, limit),
                "$i : Indicator( name == \"x\", " + field + " " + sign + " " + limit + " )"));
      }
    });
    RuleSet set = Given.rules(rules.toArray(String[]::new));
    for (double figure : FIGURES) {
      List<String> expected = new ArrayList<>(List.of("all"));
      SIGNS.forEach((sign, holds) -> {
        for (int limit = 0; limit < LIMITS; limit++) {
          if (holds.test(figure, (double) limit)) {
            expected.add(rule(sign, limit));
          }
        }
      });
      assertThat(Given.judge(set, Given.facts(x(figure))).fired()).as(field + " = " + figure)
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @Test
  void what_is_not_known_equals_nothing_of_another_fact_and_is_in_no_list() throws BrokenRules {
    RuleSet set = Given.rules(
        Given.rule("same", "$i : Indicator( name == \"x\" ) $j : Indicator( name == \"y\", last == $i.last )"),
        Given.rule("listed", "$i : Indicator( name == \"x\", last in (0, 7) )"));
    for (double one : FIGURES) {
      for (double other : FIGURES) {
        List<String> expected = new ArrayList<>();
        if (one == other) {
          expected.add("same");
        }
        if (one == 0 || one == 7) {
          expected.add("listed");
        }
        assertThat(Given.judge(set, Given.facts(x(one), FakeIndicator.of("crm-web", "y", other))).fired())
            .as(one + " and " + other).containsExactlyInAnyOrderElementsOf(expected);
      }
    }
  }

  @Test
  void a_division_by_nothing_is_refused_at_its_place() {
    assertThatThrownBy(() -> Given.rules(Given.rule("half", "$i : Indicator( last > 1 / (2 - 2) )")))
        .hasMessageContaining("nothing can be divided by 0");
  }

  @Test
  void numbers_outside_a_list_are_asked_for_as_they_have_to_be() {
    assertThatThrownBy(() -> Given.rules(Given.rule("outside", "$i : Indicator( last not in (0, 1) )")))
        .hasMessageContaining("a number that is not known is in no list");
  }

  @ParameterizedTest
  @ValueSource(strings = {"08", "010.5", "00.5", "007", "0", "000"})
  void a_leading_zero_changes_no_number(String number) throws BrokenRules {
    double value = Double.parseDouble(number);
    RuleSet set = Given.rules(Given.rule("more", "$i : Indicator( last > " + number + " )"));
    assertThat(Given.judge(set, Given.facts(x(value))).fired()).isEmpty();
    assertThat(Given.judge(set, Given.facts(x(value + 0.1))).fired()).containsExactly("more");
  }

  private static String rule(String sign, int limit) {
    return "f" + SIGNS.keySet().stream().toList().indexOf(sign) + "-" + limit;
  }

  private static FakeIndicator x(double figure) {
    return FakeIndicator.of("crm-web", "x", figure).recent(figure).age(figure);
  }
}
