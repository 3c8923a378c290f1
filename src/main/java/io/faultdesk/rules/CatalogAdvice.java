package io.faultdesk.rules;

import static java.util.Comparator.comparingInt;
import static java.util.function.Predicate.not;

import io.faultdesk.catalog.Catalog;
import io.faultdesk.catalog.IndicatorInfo;
import io.faultdesk.indicator.Indicator;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Advice on names that nobody declared: most of them are slips. */
final class CatalogAdvice {

  private final Set<String> indicators;
  private final Set<String> services;

  CatalogAdvice(Catalog catalog) {
    indicators = catalog.indicators().stream().map(IndicatorInfo::name).collect(Collectors.toSet());
    services = catalog.services().stream().map(service -> service.name().value()).collect(Collectors.toSet());
  }

  List<Fault> on(List<ReadRule> rules) {
    List<Fault> warnings = new ArrayList<>();
    for (ReadRule rule : rules) {
      for (Condition condition : rule.conditions()) {
        String service = Scope.of(condition).service();
        Scope.comparisons(condition).forEach(comparison -> {
          if (comparison.subject().equals(service)) {
            warnings.addAll(unknown("service", rule, comparison, services));
          } else if (condition.fact() == Indicator.class && comparison.subject().equals("name")) {
            warnings.addAll(unknown("indicator", rule, comparison, indicators));
          }
        });
      }
    }
    return warnings;
  }

  /** Where nothing is declared, nothing can be missed. */
  private static List<Fault> unknown(String what, ReadRule rule, Comparison comparison, Set<String> known) {
    return known.isEmpty()
        ? List.of()
        : comparison.words().stream()
            .map(word -> word.substring(1, word.length() - 1))
            .filter(not(known::contains))
            .sorted()
            .map(word -> new Fault(rule.file(), comparison.at().line(), comparison.at().column(),
                "no " + what + " \"" + word + "\" is declared in faultdesk.yaml" + suggestion(word, known)))
            .toList();
  }

  private static String suggestion(String word, Collection<String> known) {
    return known.stream()
        .filter(name -> Math.abs(name.length() - word.length()) <= 3)
        .filter(name -> distance(word, name) <= Math.min(3, word.length() / 3))
        .min(comparingInt((String name) -> distance(word, name)).thenComparing(name -> name))
        .map(name -> ": did you mean \"" + name + "\"?")
        .orElse("");
  }

  /** How many letters must be put in, taken out or changed to make one of the other. */
  private static int distance(String one, String other) {
    int[] costs = new int[other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      int diagonal = i;
      for (int k = 0; k <= other.length(); k++) {
        int straight = costs[k];
        costs[k] = i == 0 || k == 0
            ? i + k
            : Math.min(diagonal + (one.charAt(i - 1) == other.charAt(k - 1) ? 0 : 1),
                1 + Math.min(straight, costs[k - 1]));
        diagonal = straight;
      }
    }
    return costs[other.length()];
  }
}
