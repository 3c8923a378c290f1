package io.faultdesk.rules;

import static java.util.Comparator.comparingInt;
import static java.util.stream.Collectors.groupingBy;

import io.faultdesk.rules.Condition.Constraint;
import io.faultdesk.rules.Condition.Sense;
import io.faultdesk.rules.Explanation.Compared;
import io.faultdesk.rules.Explanation.Near;
import io.faultdesk.rules.Explanation.Part;
import io.faultdesk.rules.Explanation.Says;
import io.faultdesk.rules.Findings.Said;
import io.faultdesk.rules.ReadRule.Witness;
import io.faultdesk.prediction.Forecast;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Takes one rule apart: Drools itself judges how far its patterns match together, and then each of its patterns and each
 * comparison beside the facts of one such match, as rules of their own, so that an explanation never differs from a verdict.
 */
final class Explainer implements AutoCloseable {

  /** Of a thousand alerts nobody reads more than the nearest. */
  private static final int NEAREST = 5;

  private static final String PROBE = "$_probe";

  private final ReadRule rule;
  private final String version;
  /** The rule's first pattern, its first two … and all of them, then for each pattern itself and its comparisons. */
  private final List<ReadRule> probes;
  private final RuleEngine engine;

  private Explainer(ReadRule rule, String version, List<ReadRule> probes, RuleEngine engine) {
    this.rule = rule;
    this.version = version;
    this.probes = probes;
    this.engine = engine;
  }

  static Explainer of(ReadRule rule, String version) {
    List<ReadRule> probes = new ArrayList<>();
    List<Condition> conditions = rule.conditions();
    for (int i = 0; i < conditions.size(); i++) {
      probes.add(asking(rule, conditions.subList(0, i + 1)));
    }
    for (int i = 0; i < conditions.size(); i++) {
      List<Constraint> constraints = conditions.get(i).constraints();
      probes.add(probe(rule, i, constraints));
      for (Constraint each : constraints) {
        probes.add(probe(rule, i, List.of(each)));
      }
    }
    try {
      return new Explainer(rule, version, probes, RuleEngine.compile(probes, RuleSet.LIMIT));
    } catch (BrokenRules e) {
      throw new IllegalStateException("this rule compiled as a whole", e);
    }
  }

  /** The facts that meet these comparisons beside those facts, found by patterns before, that they look at. */
  private static ReadRule probe(ReadRule rule, int which, List<Constraint> constraints) {
    Condition condition = rule.conditions().get(which);
    List<Condition> conditions = new ArrayList<>();
    conditions.add(new Condition(condition.line(), Sense.MATCH, PROBE, condition.fact(), constraints));
    for (Condition before : rule.conditions().subList(0, which).reversed()) {
      if (conditions.stream().anyMatch(each -> looksAt(each, before.variable()))) {
        conditions.addFirst(before);
      }
    }
    return asking(rule, conditions);
  }

  private static boolean looksAt(Condition condition, @Nullable String variable) {
    if (variable == null) {
      return false;
    }
    Pattern named = Pattern.compile(Pattern.quote(variable) + "\\b");
    return condition.constraints().stream()
        .anyMatch(each -> named.matcher(each.drl().replaceAll("\"[^\"]*\"", "\"\"")).find());
  }

  /** A rule of these patterns, which only says what they found. */
  private static ReadRule asking(ReadRule rule, List<Condition> conditions) {
    List<Witness> witnesses = new ArrayList<>();
    for (Condition condition : conditions) {
      String variable = condition.variable();
      if (variable != null) {
        witnesses.add(new Witness(variable, condition, List.of()));
      }
    }
    return new ReadRule(rule.file(), rule.family(), rule.name(), rule.at(), 0, conditions, witnesses, List.of(),
        List.of(), List.of());
  }

  /** The explanation in view of these facts. */
  Explanation explain(Facts facts) {
    List<Said> said = engine.ask(facts.askingAll());
    if (said == null) {
      throw new IllegalStateException("this explainer is closed");
    }
    Answer answer = new Answer(said.stream().collect(groupingBy(Said::rule)));
    List<Part> parts = new ArrayList<>();
    int probe = rule.conditions().size();
    for (Condition condition : rule.conditions()) {
      int behind = probe + 1 + condition.constraints().size();
      parts.add(answer.part(condition, facts.of(condition.fact()), IntStream.range(probe, behind)));
      probe = behind;
    }
    return new Explanation(rule.name(), rule.file(), rule.at().line(), version, answer.holds, parts,
        rule.statements().stream().map(Explainer::says).toList());
  }

  /** What the probes found, and the one match beside which every pattern is judged. */
  private final class Answer {

    private final Map<Integer, List<Said>> said;
    private final Map<String, Object> match = new HashMap<>();
    private final boolean holds;

    /** Begins with the longest match; where that ends early, the patterns behind add what they find beside it. */
    Answer(Map<Integer, List<Said>> said) {
      this.said = said;
      holds = said.containsKey(rule.conditions().size() - 1);
      IntStream.range(0, rule.conditions().size()).filter(said::containsKey).max().ifPresent(this::begin);
    }

    private void begin(int longest) {
      Object[] found = said.getOrDefault(longest, List.of()).getFirst().facts();
      for (int i = 0; i < found.length; i++) {
        match.put(probes.get(longest).witnesses().get(i).variable(), found[i]);
      }
    }

    /** @param probe the pattern itself, then its comparisons */
    Part part(Condition condition, List<?> facts, IntStream probe) {
      List<Set<Object>> met = probe.mapToObj(this::met).toList();
      Set<Object> matching = met.getFirst();
      String variable = condition.variable();
      if (variable != null) {
        facts.stream().filter(matching::contains).findFirst().ifPresent(fact -> match.putIfAbsent(variable, fact));
      }
      Object taken = match.get(variable);
      List<Near> nearest =
          facts.stream()
              .sorted(comparingInt(fact -> fact == taken ? -1 : distance(condition, fact, met)))
              .limit(NEAREST)
              .map(fact -> near(condition, fact, met))
              .toList();
      return new Part(
          condition.text(), matching.isEmpty() == (condition.sense() == Sense.NOT), facts.size(), nearest);
    }

    /** The facts that meet that probe beside those of the match. */
    private Set<Object> met(int probe) {
      List<Witness> witnesses = probes.get(probe).witnesses();
      Set<Object> met = Collections.newSetFromMap(new IdentityHashMap<>());
      for (Said one : said.getOrDefault(probe, List.of())) {
        if (IntStream.range(0, witnesses.size() - 1)
            .allMatch(i -> one.facts()[i] == match.get(witnesses.get(i).variable()))) {
          met.add(one.facts()[witnesses.size() - 1]);
        }
      }
      return met;
    }
  }

  private static Near near(Condition condition, Object fact, List<Set<Object>> met) {
    List<Compared> comparisons = new ArrayList<>();
    for (int i = 0; i < condition.constraints().size(); i++) {
      Constraint constraint = condition.constraints().get(i);
      comparisons.add(
          new Compared(constraint.text(), met.get(i + 1).contains(fact), values(fact, constraint.paths())));
    }
    return new Near(
        FactPath.of(condition.fact(), List.of(name(condition))).text(fact), met.getFirst().contains(fact), comparisons);
  }

  /** What is about another thing altogether is further away than what only misses a limit. */
  private static int distance(Condition condition, Object fact, List<Set<Object>> met) {
    int missed = 0;
    for (int i = 0; i < condition.constraints().size(); i++) {
      boolean name = condition.constraints().get(i).text().startsWith("name ");
      missed += met.get(i + 1).contains(fact) ? 0 : name ? 100 : 1;
    }
    return missed;
  }

  private static String name(Condition condition) {
    return condition.fact() == Forecast.class ? "service" : "name";
  }

  private static Map<String, @Nullable Object> values(Object fact, List<FactPath> paths) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    paths.forEach(path -> values.put(path.name(), null));
    values.putAll(FactPath.values(fact, paths));
    return values;
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
