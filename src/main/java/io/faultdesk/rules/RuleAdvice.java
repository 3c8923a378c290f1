package io.faultdesk.rules;

import static java.util.Comparator.comparing;

import io.faultdesk.catalog.Catalog;
import io.faultdesk.rules.Condition.Constraint;
import io.faultdesk.rules.Condition.Sense;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What good rules may nevertheless have got wrong: warnings, not refusals. It rather says nothing than be wrong itself.
 */
final class RuleAdvice {

  /** How many are told in all. */
  static final int MOST = 500;

  private final List<Fault> warnings = new ArrayList<>();

  private RuleAdvice() {}

  /**
   * The first warnings in the order of the files, and how many more there are.
   *
   * @param catalog null where it is not known what the platform is made of
   */
  static List<Fault> on(List<ReadRule> rules, @Nullable Catalog catalog) {
    RuleAdvice advice = new RuleAdvice();
    rules.forEach(advice::onOne);
    advice.warnings.addAll(new FindingAdvice(rules).warnings());
    advice.warnings.addAll(new UnitAdvice(catalog).on(rules));
    if (catalog != null) {
      advice.warnings.addAll(new CatalogAdvice(catalog).on(rules));
    }
    return first(advice.warnings.stream()
        .distinct()
        .sorted(comparing(Fault::file).thenComparingInt(Fault::line).thenComparingInt(Fault::column))
        .toList());
  }

  /** Where there are thousands, they have a few causes between them. */
  private static List<Fault> first(List<Fault> all) {
    if (all.size() <= MOST) {
      return all;
    }
    List<Fault> first = new ArrayList<>(all.subList(0, MOST));
    Fault last = first.getLast();
    first.add(new Fault(last.file(), last.line(), last.column(), "and " + (all.size() - MOST) + " more warnings"));
    return first;
  }

  private void onOne(ReadRule rule) {
    int before = warnings.size();
    rule.conditions().forEach(condition -> impossible(rule, condition));
    if (warnings.size() == before) {
      severalServices(rule);
      askedAndExcluded(rule);
    }
  }

  /** Comparisons of one fact that exclude each other, or something that never is. */
  private void impossible(ReadRule rule, Condition condition) {
    Map<String, Comparison> left = new LinkedHashMap<>();
    for (Comparison comparison : Scope.comparisons(condition).filter(one -> !one.isShare()).toList()) {
      Comparison before = left.get(comparison.subject());
      String effect =
          condition.sense() == Sense.NOT ? "this pattern excludes nothing" : "this rule can never fire";
      if (comparison.range().and(comparison.domain()).isEmpty()) {
        warn(rule, comparison.at(), effect + ": " + comparison.subject() + " is never " + comparison.range().text());
        return;
      }
      if (before != null && !comparison.meets(before)) {
        warn(rule, comparison.at(), effect + ": " + comparison.subject() + " cannot be " + before.range().text()
            + " and " + comparison.range().text() + " at once");
        return;
      }
      left.merge(comparison.subject(), comparison, Comparison::and);
    }
  }

  private void severalServices(ReadRule rule) {
    Comparison seen = null;
    for (Condition condition : rule.conditions()) {
      Scope scope = Scope.of(condition);
      Comparison service = scope.fields().get(scope.service());
      if (service == null || condition.sense() == Sense.NOT) {
        continue;
      }
      if (seen != null && !service.meets(seen)) {
        warn(rule, service.at(), "this rule can never fire: one judgment sees one service, which cannot be "
            + seen.range().text() + " and " + service.range().text() + " at once");
        return;
      }
      seen = service;
    }
  }

  private void askedAndExcluded(ReadRule rule) {
    for (Condition excluded : rule.conditions()) {
      for (Condition asked : rule.conditions()) {
        if (excluded.sense() == Sense.NOT && asked.sense() != Sense.NOT && excludes(excluded, asked)) {
          Token at = excluded.constraints().isEmpty() ? rule.at() : excluded.constraints().getFirst().at();
          warn(rule, at, "this rule can never fire: \"not\" excludes here what line " + asked.line() + " asks for");
          return;
        }
      }
    }
  }

  private static boolean excludes(Condition excluded, Condition asked) {
    List<String> given = asked.constraints().stream().map(Constraint::drl).toList();
    boolean word = excluded.constraints().stream().map(Constraint::drl).allMatch(given::contains);
    return excluded.fact() == asked.fact() && (word || Scope.of(asked).within(Scope.of(excluded)));
  }

  private void warn(ReadRule rule, Token at, String message) {
    warnings.add(new Fault(rule.file(), at.line(), at.column(), message));
  }
}
