package io.faultdesk.rules;

import static java.util.Objects.requireNonNull;

import io.faultdesk.catalog.ServiceInfo;
import io.faultdesk.rules.Condition.Constraint;
import io.faultdesk.rules.Range.Interval;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The facts that a condition lets through, as far as its plain comparisons tell; the rest of it can only let fewer
 * through.
 *
 * @param fields what is left to each field that it compares, by the field's name in the rule
 * @param whole whether there is no rest
 */
record Scope(Class<?> fact, Map<String, Comparison> fields, boolean whole) {

  static Scope of(Condition condition) {
    Map<String, Comparison> fields = new TreeMap<>();
    comparisons(condition).forEach(comparison -> fields.merge(comparison.subject(), comparison, Comparison::and));
    return new Scope(condition.fact(), fields,
        condition.constraints().stream().allMatch(constraint -> constraint.claims().whole()));
  }

  /** Every plain comparison of that condition, in its order. */
  static Stream<Comparison> comparisons(Condition condition) {
    return condition.constraints().stream().map(Constraint::claims).flatMap(claims -> claims.comparisons().stream());
  }

  /** Whether the other one lets through whatever this one does. */
  boolean within(Scope other) {
    return fact == other.fact && other.whole && other.fields.values().stream().allMatch(this::staysWithin);
  }

  private boolean staysWithin(Comparison wanted) {
    Comparison own = fields.get(wanted.subject());
    return (own == null ? wanted.domain() : own.range()).within(wanted.range());
  }

  /** Whether no field keeps the two apart. */
  boolean meets(Scope other) {
    return fact == other.fact && fields.values().stream().allMatch(own -> own.meets(other.fields.get(own.subject())));
  }

  /** The fields that are compared with a limit, other than how many values there are. */
  Set<String> limited() {
    return limits(field -> true).map(Comparison::subject).collect(Collectors.toSet());
  }

  /** What is left to those fields. */
  Stream<Comparison> limits(Predicate<Comparison> wanted) {
    return fields.values().stream()
        .filter(field -> field.range() instanceof Interval && !field.counts())
        .filter(wanted);
  }

  /** Only what it says of texts and words, such as the indicator's name and the service. */
  Scope words() {
    Map<String, Comparison> words = new TreeMap<>(fields);
    words.values().removeIf(field -> field.range() instanceof Interval);
    return new Scope(fact, words, whole);
  }

  /** How far the limits of the two are apart: 0 where they touch, less where both can hold. */
  double gap(Scope other) {
    return limits(field -> other.fields.containsKey(field.subject()))
        .mapToDouble(field -> ((Interval) field.range()).gap((Interval) other.field(field.subject()).range()))
        .max().orElse(Double.NEGATIVE_INFINITY);
  }

  /** Whether both can hold, of two that set limits to the same fields. */
  boolean overlaps(Scope other) {
    return gap(other) < 0 && meets(other);
  }

  /** What else it asks of texts and words than which indicator and whose it is. */
  Set<String> traits() {
    Set<String> traits = new TreeSet<>(words().fields.keySet());
    traits.removeAll(Set.of("name", service()));
    return traits;
  }

  /** What the limits of both leave, as a sentence tells it. */
  String together(Scope other) {
    return limits(field -> true).map(field -> field.and(other.field(field.subject())).text())
        .collect(Collectors.joining(" and "));
  }

  /** What is left to a field that it compares. */
  Comparison field(String subject) {
    return requireNonNull(fields.get(subject));
  }

  /** Which field says whose fact it is. */
  String service() {
    return fact == ServiceInfo.class ? "name" : "service";
  }
}
