package io.faultdesk.rules;

import static java.util.Comparator.comparing;

import io.faultdesk.rules.Condition.Constraint;
import io.faultdesk.rules.Condition.Sense;
import io.faultdesk.rules.Explanation.Compared;
import io.faultdesk.rules.Explanation.Near;
import io.faultdesk.rules.Explanation.Part;
import io.faultdesk.rules.Explanation.Says;
import io.faultdesk.rules.Findings.Said;
import io.faultdesk.rules.ReadRule.Witness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes one rule apart: Drools itself judges the whole rule, each of its patterns and each comparison as rules of their own, so that an
 * explanation never differs from a verdict.
 */
final class Explainer implements AutoCloseable {

  /** Of a thousand alerts nobody reads more than the nearest. */
  private static final int NEAREST = 5;

  private static final String PROBE = "$_probe";

  private final ReadRule rule;
  private final String version;
  private final RuleEngine engine;

  private Explainer(ReadRule rule, String version, RuleEngine engine) {
    this.rule = rule;
    this.version = version;
    this.engine = engine;
  }

  static Explainer of(ReadRule rule, String version) {
    List<ReadRule> probes = new ArrayList<>();
    probes.add(rule);
    for (int i = 0; i < rule.conditions().size(); i++) {
      List<Constraint> constraints = rule.conditions().get(i).constraints();
      probes.add(probe(rule, i, constraints));
      for (Constraint each : constraints) {
        probes.add(probe(rule, i, List.of(each)));
      }
    }
    try {
      return new Explainer(rule, version, RuleEngine.compile(probes, RuleSet.LIMIT));
    } catch (BrokenRules e) {
      throw new IllegalStateException("this rule compiled as a whole", e);
    }
  }

  /** The facts that meet these comparisons; where they look at other facts, beside those the patterns before found. */
  private static ReadRule probe(ReadRule rule, int which, List<Constraint> constraints) {
    Condition condition = rule.conditions().get(which);
    List<Condition> conditions = new ArrayList<>();
    if (constraints.stream().anyMatch(each -> each.drl().contains("$"))) {
      rule.conditions().subList(0, which).stream().filter(each -> each.sense() == Sense.MATCH).forEach(conditions::add);
    }
    Condition alone = new Condition(condition.line(), Sense.MATCH, PROBE, condition.fact(), constraints);
    conditions.add(alone);
    return new ReadRule(rule.file(), rule.family(), rule.name(), rule.at(), 0, conditions,
        List.of(new Witness(PROBE, alone, List.of())), List.of(), List.of(), List.of());
  }

  /** The explanation in view of these facts. */
  Explanation explain(Facts facts) {
    Map<Integer, Set<Object>> met = met(facts);
    List<Part> parts = new ArrayList<>();
    int probe = 1;
    for (Condition condition : rule.conditions()) {
      parts.add(part(condition, facts.of(condition.fact()), met, probe));
      probe += 1 + condition.constraints().size();
    }
    return new Explanation(
        rule.name(), rule.file(), rule.at().line(), version, met.containsKey(0), parts,
        rule.statements().stream().map(Explainer::says).toList());
  }

  /** The facts by the number of the probe that they meet. */
  private Map<Integer, Set<Object>> met(Facts facts) {
    List<Said> said = engine.ask(facts);
    if (said == null) {
      throw new IllegalStateException("this explainer is closed");
    }
    Map<Integer, Set<Object>> met = new LinkedHashMap<>();
    said.forEach(
        one -> met.computeIfAbsent(one.rule(), number -> Collections.newSetFromMap(new IdentityHashMap<>()))
            .add(one.facts().length == 0 ? rule : one.facts()[0]));
    return met;
  }

  private static Part part(Condition condition, List<?> facts, Map<Integer, Set<Object>> met, int probe) {
    Set<Object> matching = met.getOrDefault(probe, Set.of());
    List<Near> nearest =
        facts.stream()
            .map(fact -> near(condition, fact, matching.contains(fact), met, probe))
            .sorted(comparing(Explainer::distance))
            .limit(NEAREST)
            .toList();
    boolean holds = matching.isEmpty() == (condition.sense() == Sense.NOT);
    return new Part(condition.text(), holds, facts.size(), nearest);
  }

  private static Near near(
      Condition condition, Object fact, boolean matches, Map<Integer, Set<Object>> met, int probe) {
    List<Compared> comparisons = new ArrayList<>();
    int number = probe + 1;
    for (Constraint constraint : condition.constraints()) {
      boolean holds = met.getOrDefault(number++, Set.of()).contains(fact);
      comparisons.add(new Compared(constraint.text(), holds, values(fact, constraint.paths())));
    }
    return new Near(FactPath.of(condition.fact(), List.of(name(condition))).text(fact), matches, comparisons);
  }

  private static String name(Condition condition) {
    return condition.fact() == Forecast.class ? "service" : "name";
  }

  private static Map<String, @Nullable Object> values(Object fact, List<FactPath> paths) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    paths.forEach(path -> values.put(path.text(), null));
    values.putAll(FactPath.values(fact, paths));
    return values;
  }

  /** What is about another thing altogether is further away than what only misses a limit. */
  private static int distance(Near near) {
    int missed = 0;
    for (Compared comparison : near.comparisons()) {
      missed += comparison.holds() ? 0 : comparison.text().startsWith("name ") ? 100 : 1;
    }
    return missed;
  }

  private static Says says(Statement statement) {
    return switch (statement) {
      case Statement.Raise raise -> new Says(raise.name(), "raises", raise.after().toString());
      case Statement.RaiseAlert raise -> new Says(null, "raises", Duration.ZERO.toString());
      case Statement.Recover recover -> new Says(recover.name(), "recovers", Duration.ZERO.toString());
    };
  }

  @Override
  public void close() {
    engine.retire();
  }
}
