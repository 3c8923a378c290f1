package io.faultdesk.rules;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultdesk.indicator.Indicator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Drools is not told of, and that it makes no difference. */
class SieveTest {

  private static final double[] FIGURES =
      {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, 0, -1, 99.9999, 100, 100.0001, 101, 250};

  @Test
  void an_indicator_that_no_rule_names_or_that_breaks_no_limit_is_held_back() throws BrokenRules {
    Facts facts = Given.facts(indicator("cpu", 70), indicator("cpu", 91), indicator("memory", 99));

    assertThat(told(facts, "$i : Indicator( name == \"cpu\", last > 90 )")).containsExactly(facts.indicators().get(1));
    assertThat(told(facts, "$i : Indicator( name in (\"cpu\", \"memory\"), last < 90 )"))
        .containsExactly(facts.indicators().getFirst());
    assertThat(told(facts, "$i : Indicator( last > 95, name != \"cpu\" )"))
        .containsExactly(facts.indicators().getLast());
    assertThat(told(facts, "$i : Indicator( name == \"disk\" )")).isEmpty();
    assertThat(told(facts, "$i : Indicator( 95 < last && mean > 5 )")).containsExactly(facts.indicators().getLast());
    assertThat(told(facts, "$i : Indicator( name == \"a, \" || name in (\"memory\", \"b, \") )"))
        .containsExactly(facts.indicators().getLast());
  }

  @Test
  void what_a_pattern_without_name_and_limit_may_match_is_let_through() throws BrokenRules {
    Facts facts = Given.facts(indicator("cpu", 70), indicator("memory", 99));

    assertThat(told(facts, "$i : Indicator( name == \"disk\" ) not Indicator( service == \"crm-web\" )"))
        .containsExactlyElementsOf(facts.indicators());
    for (String open : List.of(
        "last > 90 || mean > 90, recent.p95 > 2 * p95", "0.1 * last > 9.91",
        "name != \"cpu\" || last > 1")) {
      assertThat(told(facts, "$i : Indicator( " + open + " )")).as(open)
          .containsExactlyElementsOf(facts.indicators());
    }
  }

  @Test
  void the_service_and_its_alerts_are_told_only_where_a_rule_asks_for_them() throws BrokenRules {
    Facts facts = Given.alert("DiskFull", Map.of(), Map.of());

    assertThat(told(facts, "$i : Indicator( last > 1 )")).isEmpty();
    assertThat(told(facts, "$i : Alert( firing )")).containsExactlyElementsOf(facts.alerts());
    assertThat(told(facts, "$i : ServiceInfo( declared )")).containsExactly(facts.service());
  }

  @Test
  void a_rule_that_takes_back_what_is_not_open_asks_for_nothing_and_says_nothing() throws BrokenRules {
    RuleSet rules = Given.rules(
        "rule \"slow\"\nwhen\n$i : Indicator( name == \"x\", last > 90 )\nthen\n"
            + "findings.raise(\"slow\", $i, MAJOR).untilRecovered();\nend",
        "rule \"fast\"\nwhen\n$i : Indicator( name == \"x\", last < 50 )\nthen\nfindings.recovered(\"slow\", $i);\nend");
    Facts well = Given.facts(FakeIndicator.of("crm-web", "x", 5));
    Sieve sieve = new Sieve(rules.rules());

    assertThat(sieve.sift(open(well, Set.of()))).isEmpty();
    assertThat(sieve.sift(open(well, Set.of("other")))).isEmpty();
    assertThat(sieve.sift(open(well, Set.of("slow")))).hasSize(1);
    assertThat(sieve.sift(well)).as("where nobody says what is open").hasSize(1);
    assertThat(Given.judge(rules, open(well, Set.of("slow"))).recovered()).containsExactly("slow");
    assertThat(Given.judge(rules, open(well, Set.of())).fired()).isEmpty();
  }

  private static Facts open(Facts facts, Set<String> open) {
    return new Facts(facts.service(), facts.indicators(), facts.alerts(), facts.foresight(), open);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void no_verdict_depends_on_what_is_held_back(long seed) throws BrokenRules {
    Random random = new Random(seed);
    List<List<List<String>>> conditions = IntStream.range(0, 60).mapToObj(i -> patterns(random)).toList();
    RuleSet sieved = rules(conditions, constraint -> constraint);
    RuleSet whole = rules(conditions, constraint -> constraint + " || " + constraint);

    for (int round = 0; round < 300; round++) {
      List<Indicator> indicators = new ArrayList<>();
      for (int i = random.nextInt(4); i >= 0; i--) {
        FakeIndicator fact = indicator("abcd".substring(i, i + 1), figure(random));
        indicators.add(fact.recent(figure(random)).baseline(figure(random)).age(figure(random)));
      }
      Facts facts = Given.facts(indicators.toArray(Indicator[]::new));
      assertThat(Given.judge(sieved, facts).fired()).as(facts.toString())
          .isEqualTo(Given.judge(whole, facts).fired());
    }
  }

  private static List<Object> told(Facts facts, String conditions) throws BrokenRules {
    return new Sieve(Given.rules(Given.rule("a", conditions)).rules()).sift(facts);
  }

  /** A rule's patterns, each the constraints between its brackets. */
  private static List<List<String>> patterns(Random random) {
    return IntStream.rangeClosed(0, random.nextInt(2)).mapToObj(i -> constraints(random)).toList();
  }

  private static List<String> constraints(Random random) {
    List<String> constraints = new ArrayList<>();
    if (random.nextInt(4) > 0) {
      constraints.add(random.nextBoolean() ? "name == \"" + name(random) + "\""
          : "name in (\"" + name(random) + "\", \"" + name(random) + "\")");
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      constraints.add(
          pick(random, "last", "p95", "recent.mean", "baseline.max", "age", "count") + " "
              + pick(random, ">", ">=", "<", "<=", "==") + " " + pick(random, "0", "100", "99.9999", "250"));
    }
    return constraints;
  }

  /** A rule for each, with its constraints written that way; every second one that has two patterns forbids the second. */
  private static RuleSet rules(List<List<List<String>>> all, UnaryOperator<String> written) throws BrokenRules {
    List<String> rules = new ArrayList<>();
    for (List<List<String>> patterns : all) {
      StringBuilder drl = new StringBuilder("$i : ");
      for (List<String> constraints : patterns) {
        drl.append(constraints.stream().map(written).collect(joining(", ", "Indicator( ", " ) ")))
            .append(patterns.getLast() == constraints ? "" : rules.size() % 2 == 0 ? "not " : "exists ");
      }
      rules.add(Given.rule("f" + rules.size(), drl.toString()));
    }
    return Given.rules(rules.toArray(String[]::new));
  }

  private static FakeIndicator indicator(String name, double figure) {
    return FakeIndicator.of("crm-web", name, figure);
  }

  private static double figure(Random random) {
    return FIGURES[random.nextInt(FIGURES.length)];
  }

  private static String name(Random random) {
    return pick(random, "a", "b", "c", "d");
  }

  private static String pick(Random random, String... words) {
    return words[random.nextInt(words.length)];
  }
}
