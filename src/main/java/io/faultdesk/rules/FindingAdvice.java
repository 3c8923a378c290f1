package io.faultdesk.rules;

import io.faultdesk.rules.Range.Interval;
import io.faultdesk.rules.ReadRule.Named;
import io.faultdesk.rules.ReadRule.Use;
import io.faultdesk.rules.ReadRule.Witness;
import io.faultdesk.rules.Statement.Raise;
import io.faultdesk.rules.Statement.Recover;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Advice on findings that would flap, never clear, or be there twice. */
final class FindingAdvice {

  /** One call behind {@code then}, and the condition of the fact that it is about. */
  private record Call<S extends Statement>(ReadRule rule, Named named, S said, Scope scope) {

    boolean alone() {
      return rule.conditions().size() == 1;
    }

    /** Whether its condition is understood to the end. */
    boolean isPlain() {
      return alone() && scope.whole();
    }

    String where() {
      return rule.file() + ":" + rule.at().line();
    }
  }

  private final List<Call<Raise>> raising = new ArrayList<>();
  private final List<Call<Recover>> recovering = new ArrayList<>();
  private final List<Fault> warnings = new ArrayList<>();

  FindingAdvice(List<ReadRule> rules) {
    rules.forEach(this::collect);
  }

  private void collect(ReadRule rule) {
    int named = 0;
    for (int i = 0; i < rule.statements().size(); i++) {
      Witness witness = rule.witnesses().get(rule.speakers().get(i));
      Scope scope = Scope.of(witness.condition());
      switch (rule.statements().get(i)) {
        case Raise raise -> raising.add(new Call<>(rule, rule.named().get(named++), raise, scope));
        case Recover recover -> recovering.add(new Call<>(rule, rule.named().get(named++), recover, scope));
        case Statement.RaiseAlert alert -> {}
      }
    }
  }

  List<Fault> warnings() {
    for (Call<Raise> raise : raising) {
      flaps(raise);
      neverRecovers(raise);
      recoveriesOf(raise).forEach(recover -> recoversWhereItOpens(raise, recover));
    }
    recovering.forEach(this::nobodyWaits);
    for (int i = 0; i < raising.size(); i++) {
      for (int k = 0; k < i; k++) {
        twice(raising.get(k), raising.get(i));
      }
    }
    return warnings;
  }

  private Stream<Call<Recover>> recoveriesOf(Call<Raise> raise) {
    return recovering.stream().filter(recover -> recover.named.name().equals(raise.named.name()));
  }

  /** A limit that is crossed in both directions by every swing, and nothing that waits. */
  private void flaps(Call<Raise> raise) {
    if (raise.named.use() != Use.RAISED || recoveriesOf(raise).findAny().isPresent()) {
      return;
    }
    raise.scope
        .limits(limit -> !limit.subject().equals("age") && limit.range() instanceof Interval range && range.isWide())
        .findFirst()
        .ifPresent(limit -> warn(raise,
            "\"" + raise.named.name() + "\" opens and clears whenever its value swings around "
                + "the limit (" + limit.text() + "): say .untilRecovered(), with a rule that says findings.recovered(\""
                + raise.named.name() + "\", …) at a " + better(limit) + " one, or .keepFor(\"10m\")"));
  }

  private static String better(Comparison opens) {
    Interval bad = (Interval) opens.range();
    return bad.topless() ? "lower" : bad.bottomless() ? "higher" : "wider";
  }

  private void neverRecovers(Call<Raise> raise) {
    Comparison service = raise.scope.fields().get(raise.scope.service());
    List<Call<Recover>> recoveries = recoveriesOf(raise).toList();
    if (raise.named.use() == Use.RAISED_UNTIL_RECOVERED && service != null
        && recoveries.stream().noneMatch(recover -> mayBeAt(recover, service))) {
      warn(raise, "\"" + raise.named.name() + "\" never recovers at service " + service.range().text()
          + ": the rule that says so (" + recoveries.getFirst().where() + ") is about another");
    }
  }

  private static boolean mayBeAt(Call<Recover> recover, Comparison service) {
    return service.meets(recover.scope.fields().get(recover.scope.service()));
  }

  private void nobodyWaits(Call<Recover> recover) {
    if (raising.stream()
        .filter(raise -> raise.named.name().equals(recover.named.name()))
        .noneMatch(raise -> raise.named.use() == Use.RAISED_UNTIL_RECOVERED)) {
      warn(recover, "nothing waits for this: \"" + recover.named.name()
          + "\" clears by itself, because no rule raises it with .untilRecovered()");
    }
  }

  /** Raised and recovered by one and the same field, without a gap between the two limits; age needs none, it falls to 0 at once. */
  private void recoversWhereItOpens(Call<Raise> raise, Call<Recover> recover) {
    Set<String> fields = recover.scope.limited();
    if (!raise.alone() || !recover.alone() || fields.isEmpty() || fields.contains("age")
        || !raise.scope.limited().containsAll(fields)
        || !raise.scope.words().meets(recover.scope.words())) {
      return;
    }
    Comparison recovers = recover.scope.limits(limit -> true).findFirst().orElseThrow();
    Comparison opens = raise.scope.field(recovers.subject());
    String message = "\"" + raise.named.name() + "\" opens where " + opens.text() + " (" + raise.where()
        + ") and recovers where it is " + recovers.range().text();
    double gap = raise.scope.gap(recover.scope);
    if (gap == 0) {
      warn(recover, message + ": a value that swings around this limit opens and clears it by turns; let it recover "
          + "at a " + better(opens) + " one");
    } else if (gap < 0 && fields.equals(raise.scope.limited())) {
      warn(recover, message + ": where both hold it stays open, so that it recovers at the limit at which it opens; "
          + "let it recover at a " + better(opens) + " one");
    }
  }

  private void twice(Call<Raise> first, Call<Raise> second) {
    if (first.named.name().equals(second.named.name())) {
      if (!changesNothing(second, first)) {
        changesNothing(first, second);
      }
    } else if (!first.rule.name().equals(second.rule.name()) && first.said.severity() == second.said.severity()
        && first.isPlain() && second.isPlain() && first.scope.overlaps(second.scope)) {
      warn(second, "one cause makes two findings of one severity, and two incidents: \"" + second.named.name()
          + "\" here and \"" + first.named.name() + "\" (" + first.where() + ") both open where "
          + second.scope.together(first.scope)
          + "; keep the limits apart, or raise one finding with two severities");
    }
  }

  /** Whether the other one always raises the same no later, no milder and no shorter. */
  private boolean changesNothing(Call<Raise> one, Call<Raise> other) {
    Raise weaker = one.said;
    Raise stronger = other.said;
    boolean hidden = other.alone() && one.scope.within(other.scope)
        && stronger.severity().compareTo(weaker.severity()) <= 0
        && stronger.after().compareTo(weaker.after()) <= 0
        && stronger.keepFor().compareTo(weaker.keepFor()) >= 0
        && stronger.untilRecovered() == weaker.untilRecovered() && stronger.category() == weaker.category();
    if (hidden) {
      warn(one, "this changes nothing: whenever it holds, \"" + other.rule.name() + "\" (" + other.where()
          + ") raises \"" + other.named.name() + "\" too, as soon and at least as severe");
    }
    return hidden;
  }

  private void warn(Call<?> call, String message) {
    Token at = call.named.at();
    warnings.add(new Fault(call.rule.file(), at.line(), at.column(), message));
  }
}
