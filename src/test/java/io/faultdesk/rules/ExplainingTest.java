package io.faultdesk.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.faultdesk.prediction.Foresight;
import io.faultdesk.rules.Explanation.Compared;
import io.faultdesk.rules.Explanation.Part;
import io.faultdesk.rules.Explanation.Says;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Why a rule holds and why it does not. */
class ExplainingTest {

  private static final String RULES =
      """
      rule "An attack spreads"
      when
        $i : Indicator( name == "login-failures", last > 60, recent.count >= 3 )
        Indicator( name == "password-resets", last > $i.last / 2 )
        not Alert( name == "Drill", firing )
        exists ServiceInfo( criticality in (HIGH, MEDIUM) )
      then
        findings.raise("attack", $i, CRITICAL).after("5s").untilRecovered();
      end
      rule "It is over"
      when
        $i : Indicator( name == "login-failures", recent.max < 30 )
      then
        findings.recovered("attack", $i);
      end
      """;

  @Test
  void a_rule_that_holds_holds_in_every_part() throws BrokenRules {
    Explanation told = explain("An attack spreads", Given.facts(logins(84), resets(50)));

    assertThat(told.holds()).isTrue();
    assertThat(told.conditions()).extracting(Part::holds).containsExactly(true, true, true, true);
    assertThat(told.file() + ":" + told.line()).isEqualTo("test.drl:2");
    assertThat(told.says()).containsExactly(new Says("attack", "raises", "PT5S"));
    assertThat(told.conditions().getFirst().nearest().getFirst().matches()).isTrue();
  }

  @Test
  void the_comparison_that_fails_is_named_with_the_value_that_it_saw() throws BrokenRules {
    Explanation told = explain("An attack spreads", Given.facts(resets(50), logins(59)));

    assertThat(told.holds()).isFalse();
    Part first = told.conditions().getFirst();
    assertThat(first.text()).isEqualTo(
        "Indicator( name == \"login-failures\", last > 60, recent.count >= 3 )");
    assertThat(first.holds()).isFalse();
    assertThat(first.facts()).isEqualTo(2);
    assertThat(first.nearest()).extracting(Explanation.Near::fact).containsExactly("login-failures", "password-resets");
    assertThat(first.nearest().getFirst().comparisons()).containsExactly(
        new Compared("name == \"login-failures\"", true, Map.of("name", "login-failures")),
        new Compared("last > 60", false, Map.of("last", 59.0)),
        new Compared("recent.count >= 3", true, Map.of("recent.count", 400L)));
  }

  @Test
  void a_comparison_with_another_fact_is_made_with_the_one_that_the_rule_would_take() throws BrokenRules {
    Part second = explain("An attack spreads", Given.facts(logins(84), resets(40))).conditions().get(1);

    assertThat(second.holds()).isFalse();
    assertThat(second.nearest().getFirst().comparisons().getLast())
        .isEqualTo(new Compared("last > $i.last / 2", false, Map.of("last", 40.0)));
  }

  @Test
  void what_must_not_be_there_is_named_where_it_is() throws BrokenRules {
    Facts drill = Given.alert("Drill", Map.of(), Map.of());
    Facts facts = new Facts(drill.service(), List.of(logins(84), resets(50)), drill.alerts(), Foresight.NONE);

    Explanation told = explain("An attack spreads", facts);

    assertThat(told.holds()).isFalse();
    assertThat(told.conditions()).extracting(Part::holds).containsExactly(true, true, false, true);
    assertThat(told.conditions().get(2).text()).isEqualTo("not Alert( name == \"Drill\", firing )");
    assertThat(told.conditions().get(2).nearest().getFirst().matches()).isTrue();
  }

  @Test
  void a_figure_that_is_not_known_yet_is_shown_as_unknown() throws BrokenRules {
    Explanation told = explain("It is over", Given.facts(logins(5).recent(Double.NaN)));

    Compared comparison = told.conditions().getFirst().nearest().getFirst().comparisons().getLast();
    assertThat(comparison.holds()).isFalse();
    assertThat(comparison.values()).containsExactly(entry("recent.max", null));
    assertThat(told.says()).containsExactly(new Says("attack", "recovers", "PT0S"));
  }

  @Test
  void every_pattern_is_judged_beside_the_facts_that_make_the_rule_hold() throws BrokenRules {
    Explanation told = highest("$i : Indicator( last > 1 ) not Indicator( last > $i.last )",
        indicator("a", 2), indicator("b", 3));

    assertThat(told.holds()).isTrue();
    assertThat(told.conditions()).extracting(Part::holds).containsExactly(true, true);
    assertThat(told.conditions().getFirst().nearest()).extracting(Explanation.Near::fact).containsExactly("b", "a");
    assertThat(told.conditions().getLast().nearest()).extracting(Explanation.Near::matches)
        .containsExactly(false, false);
  }

  @Test
  void where_the_rule_does_not_hold_the_longest_match_tells_at_which_pattern_it_ends() throws BrokenRules {
    String patterns = "$i : Indicator( last > 1 ) $k : Indicator( last > $i.last ) not Indicator( last > $k.last )"
        + " exists Indicator( last == $i.last + 5 )";
    Explanation told = highest(patterns, indicator("a", 2), indicator("b", 3));

    assertThat(told.holds()).isFalse();
    assertThat(told.conditions()).extracting(Part::holds).containsExactly(true, true, true, false);
    assertThat(told.conditions().getFirst().nearest().getFirst().fact()).isEqualTo("a");
    assertThat(highest(patterns, indicator("a", 2), indicator("b", 3), indicator("c", 7)).conditions())
        .extracting(Part::holds).containsExactly(true, true, true, true);
  }

  @Test
  void what_stands_behind_a_pattern_that_fails_is_judged_beside_what_can_be_found() throws BrokenRules {
    Explanation told = highest("not Indicator( last > 9 ) $i : Indicator( last > 4 ) exists Indicator( last > $i.last )"
        + " not Indicator( last < $i.last )", indicator("a", 10), indicator("b", 5), indicator("c", 6));

    assertThat(told.holds()).isFalse();
    assertThat(told.conditions()).extracting(Part::holds).containsExactly(false, true, false, false);
    assertThat(told.conditions().get(1).nearest().getFirst().fact()).isEqualTo("a");
  }

  @Test
  void a_rule_is_explained_by_all_its_comparisons_whatever_findings_are_open() throws BrokenRules {
    Facts facts = Given.facts(logins(5));
    Explanation told = explain("It is over",
        new Facts(facts.service(), facts.indicators(), facts.alerts(), facts.foresight(), Set.of()));

    assertThat(told.conditions()).extracting(Part::holds).containsExactly(told.holds()).containsExactly(true);
  }

  @Test
  void an_unknown_rule_has_no_explanation() throws BrokenRules {
    assertThat(Given.rules(RULES).explain("Nobody wrote this", Given.facts(logins(1)))).isEmpty();
  }

  private static Explanation explain(String rule, Facts facts) throws BrokenRules {
    return Given.rules(RULES).explain(rule, facts).orElseThrow();
  }

  private static Explanation highest(String patterns, FakeIndicator... indicators) throws BrokenRules {
    return Given.rules(Given.rule("highest", patterns)).explain("highest", Given.facts(indicators)).orElseThrow();
  }

  private static FakeIndicator indicator(String name, double value) {
    return FakeIndicator.of("crm-web", name, value);
  }

  private static FakeIndicator logins(double value) {
    return FakeIndicator.of("crm-web", "login-failures", value);
  }

  private static FakeIndicator resets(double value) {
    return FakeIndicator.of("crm-web", "password-resets", value);
  }
}
