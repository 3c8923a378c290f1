package io.faultdesk.rules;

import static java.util.function.Predicate.not;

import io.faultdesk.catalog.ServiceInfo;
import io.faultdesk.indicator.Indicator;
import io.faultdesk.prediction.Forecast;
import io.faultdesk.prediction.Trend;
import io.faultdesk.rules.Limit.Side;
import io.faultdesk.signal.Alert;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds back the facts that match no pattern of any rule, before Drools has to find that out: of the indicators all but
 * those that a rule names, and of these all that break no limit. It compares nothing but names and limits and lets through
 * what it cannot decide; a fact that no pattern matches changes no answer of Drools.
 */
final class Sieve {

  private final Screen all;
  private final Screen raising;
  /** What the rules ask for that do nothing but take back the finding of that name. */
  private final Map<String, Screen> recovering = new HashMap<>();

  Sieve(List<ReadRule> rules) {
    all = new Screen(rules);
    raising = new Screen(rules.stream().filter(rule -> rule.awaited(Set.of())).toList());
    Map<String, List<ReadRule>> byFinding = new HashMap<>();
    for (ReadRule rule : rules) {
      if (!rule.awaited(Set.of())) {
        rule.named().forEach(named -> byFinding.computeIfAbsent(named.name(), name -> new ArrayList<>()).add(rule));
      }
    }
    byFinding.forEach((finding, recoveries) -> recovering.put(finding, new Screen(recoveries)));
  }

  /** What Drools has to be told of; a rule that takes back what is not open asks for nothing. */
  List<Object> sift(Facts facts) {
    List<Screen> screens = screens(facts.open());
    List<Object> told = new ArrayList<>();
    if (screens.stream().anyMatch(screen -> screen.matched.contains(ServiceInfo.class))) {
      told.add(facts.service());
    }
    for (Indicator indicator : facts.indicators()) {
      if (anyPasses(screens, indicator)) {
        told.add(indicator);
      }
    }
    if (screens.stream().anyMatch(screen -> screen.matched.contains(Alert.class))) {
      told.addAll(facts.alerts());
    }
    for (Class<?> foreseen : List.of(Forecast.class, Trend.class)) {
      if (screens.stream().anyMatch(screen -> screen.matched.contains(foreseen))) {
        told.addAll(facts.of(foreseen));
      }
    }
    return told;
  }

  private List<Screen> screens(@Nullable Set<String> open) {
    if (open == null) {
      return List.of(all);
    }
    if (open.isEmpty()) {
      return List.of(raising);
    }
    List<Screen> screens = new ArrayList<>(List.of(raising));
    open.forEach(finding -> {
      Screen screen = recovering.get(finding);
      if (screen != null) {
        screens.add(screen);
      }
    });
    return screens;
  }

  private static boolean anyPasses(List<Screen> screens, Indicator indicator) {
    for (Screen screen : screens) {
      if (screen.passes(indicator)) {
        return true;
      }
    }
    return false;
  }

  /** The names that an indicator must have one of; none where any will do. */
  private static Set<String> names(Condition condition) {
    return Scope.comparisons(condition)
        .filter(comparison -> comparison.subject().equals("name"))
        .map(Comparison::texts)
        .filter(not(Set::isEmpty))
        .findFirst()
        .orElse(Set.of());
  }

  /** What some rules ask for. */
  private static final class Screen {

    private final Set<Class<?>> matched = new HashSet<>();
    private final Map<String, Gate> named = new HashMap<>();
    private final Gate unnamed = new Gate();

    Screen(List<ReadRule> rules) {
      List<Condition> conditions = rules.stream().flatMap(rule -> rule.conditions().stream()).toList();
      conditions.forEach(condition -> matched.add(condition.fact()));
      conditions.stream().filter(each -> each.fact() == Indicator.class).forEach(this::open);
      named.values().forEach(Gate::sort);
      unnamed.sort();
    }

    private void open(Condition condition) {
      Set<String> names = names(condition);
      if (names.isEmpty()) {
        unnamed.open(condition);
      }
      names.forEach(name -> named.computeIfAbsent(name, each -> new Gate()).open(condition));
    }

    boolean passes(Indicator indicator) {
      Gate gate = named.get(indicator.name());
      return gate != null && gate.passes(indicator) || unnamed.passes(indicator);
    }
  }

  /** Where indicators pass that one of some patterns may match. */
  private static final class Gate {

    private final Map<Side, List<Limits>> bySide = new LinkedHashMap<>();
    private final List<Row> rows = new ArrayList<>();
    private boolean alwaysOpen;

    void open(Condition condition) {
      List<Limit> limits = Scope.comparisons(condition).map(Limit::of).filter(Objects::nonNull).toList();
      if (limits.isEmpty()) {
        alwaysOpen = true;
      } else {
        bySide.computeIfAbsent(limits.getFirst().side(), side -> new ArrayList<>())
            .add(new Limits(limits.getFirst().value(), limits.subList(1, limits.size())));
      }
    }

    void sort() {
      bySide.forEach((side, limits) -> {
        limits.sort((one, other) -> side.loosestFirst(one.first, other.first));
        rows.add(new Row(side, List.copyOf(limits)));
      });
      bySide.clear();
    }

    boolean passes(Indicator indicator) {
      if (alwaysOpen) {
        return true;
      }
      for (Row row : rows) {
        if (row.passes(indicator)) {
          return true;
        }
      }
      return false;
    }
  }

  /** The limits of one pattern. */
  private record Limits(double first, List<Limit> others) {}

  /** The patterns whose first limit is on the same side, the loosest first: where that one is kept no other is broken. */
  private record Row(Side side, List<Limits> patterns) {

    boolean passes(Indicator indicator) {
      double number = side.number(indicator);
      for (Limits limits : patterns) {
        if (!side.holds(number, limits.first)) {
          return false;
        }
        if (limits.others.stream().allMatch(limit -> limit.holds(indicator))) {
          return true;
        }
      }
      return false;
    }
  }
}
