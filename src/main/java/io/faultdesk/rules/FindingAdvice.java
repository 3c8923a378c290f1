package io.faultdesk.rules;

import io.faultdesk.prediction.Forecast;
import io.faultdesk.prediction.Trend;
import io.faultdesk.rules.Range.Interval;
import io.faultdesk.rules.ReadRule.Named;
import io.faultdesk.rules.ReadRule.Use;
import io.faultdesk.rules.ReadRule.Witness;
import io.faultdesk.rules.Statement.Raise;
import io.faultdesk.rules.Statement.Recover;
import io.faultdesk.shared.Severity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
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

  /** What two findings must have in common to have one cause. */
  private record Cause(Class<?> fact, Severity severity, Set<String> limited, Set<String> traits) {

    static Cause of(Call<Raise> call) {
      return new Cause(
          call.scope.fact(), call.said.severity(), call.scope.limited(), call.scope.traits());
    }
  }

  /** With how many others that are about the same one is compared, so that thousands of rules are looked through in a moment. */
  private static final int MOST = 200;

  private static final String ANY = "";

  private final List<Call<Raise>> raising = new ArrayList<>();
  private final List<Call<Recover>> recovering = new ArrayList<>();
  /** Both by the finding's name. */
  private final Map<String, List<Call<Raise>>> raises = new HashMap<>();
  private final Map<String, List<Call<Recover>>> recoveries = new HashMap<>();
  private final Map<Cause, Map<String, List<Call<Raise>>>> causes = new HashMap<>();
  private final Set<Call<Raise>> hidden = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<Fault> warnings = new ArrayList<>();

  FindingAdvice(List<ReadRule> rules) {
    rules.forEach(this::collect);
    recovering.forEach(call -> recoveries.computeIfAbsent(call.named.name(), name -> new ArrayList<>()).add(call));
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

  /** Of a kind one for each call at most. */
  List<Fault> warnings() {
    for (Call<Raise> raise : raising) {
      flaps(raise);
      neverRecovers(raise);
      changesNothing(raise);
      sharesItsCause(raise);
    }
    for (Call<Recover> recover : recovering) {
      nobodyWaits(recover);
      recoversWhereItOpens(recover);
    }
    return warnings;
  }

  private List<Call<Recover>> recoveriesOf(Call<Raise> raise) {
    return recoveries.getOrDefault(raise.named.name(), List.of());
  }

  private List<Call<Raise>> raisesOf(Call<Recover> recover) {
    return raises.getOrDefault(recover.named.name(), List.of());
  }

  /** A limit that is crossed in both directions by every swing, and nothing that waits. A forecast stays as long as it looks ahead. */
  private void flaps(Call<Raise> raise) {
    if (raise.named.use() != Use.RAISED || !recoveriesOf(raise).isEmpty() || raise.scope.fact() == Forecast.class) {
      return;
    }
    raise.scope
        .limits(limit -> !limit.subject().equals("age") && limit.range() instanceof Interval range && range.isWide())
        .findFirst()
        .ifPresent(limit -> warn(raise,
            "\"" + raise.named.name() + "\" opens and clears whenever its value swings around "
                + "the limit (" + limit.text() + "): say " + holding(raise, limit)));
  }

  /** What keeps it open. Where a trend is gone, no rule about trends could say that it has recovered. */
  private static String holding(Call<Raise> raise, Comparison limit) {
    return raise.scope.fact() == Trend.class
        ? ".keepFor(\"15m\")"
        : ".untilRecovered(), with a rule that says findings.recovered(\"" + raise.named.name() + "\", …) at a "
            + better(limit) + " one, or .keepFor(\"10m\")";
  }

  private static String better(Comparison opens) {
    Interval bad = (Interval) opens.range();
    return bad.topless() ? "lower" : bad.bottomless() ? "higher" : "wider";
  }

  private void neverRecovers(Call<Raise> raise) {
    Comparison service = raise.scope.fields().get(raise.scope.service());
    List<Call<Recover>> recoveries = recoveriesOf(raise);
    if (raise.named.use() == Use.RAISED_UNTIL_RECOVERED && service != null && recoveries.size() <= MOST
        && recoveries.stream().noneMatch(recover -> mayBeAt(recover, service))) {
      warn(raise, "\"" + raise.named.name() + "\" never recovers at service " + service.range().text()
          + ": the rule that says so (" + recoveries.getFirst().where() + ") is about another");
    }
  }

  private static boolean mayBeAt(Call<Recover> recover, Comparison service) {
    return service.meets(recover.scope.fields().get(recover.scope.service()));
  }

  private void nobodyWaits(Call<Recover> recover) {
    if (raisesOf(recover).stream()
        .noneMatch(raise -> raise.named.use() == Use.RAISED_UNTIL_RECOVERED)) {
      warn(recover, "nothing waits for this: \"" + recover.named.name()
          + "\" clears by itself, because no rule raises it with .untilRecovered()");
    }
  }

  private void recoversWhereItOpens(Call<Recover> recover) {
    raisesOf(recover).stream().limit(MOST)
        .map(raise -> recoversWhereItOpens(raise, recover))
        .filter(message -> !message.isEmpty())
        .findFirst()
        .ifPresent(message -> warn(recover, message));
  }

  /** Raised and recovered by one and the same field, without a gap between the two limits; age needs none, it falls to 0 at once. */
  private static String recoversWhereItOpens(Call<Raise> raise, Call<Recover> recover) {
    Set<String> fields = recover.scope.limited();
    if (!raise.alone() || !recover.alone() || fields.isEmpty() || fields.contains("age")
        || !raise.scope.limited().containsAll(fields)
        || !raise.scope.words().meets(recover.scope.words())) {
      return "";
    }
    Comparison recovers = recover.scope.limits(limit -> true).findFirst().orElseThrow();
    Comparison opens = raise.scope.field(recovers.subject());
    String message = "\"" + raise.named.name() + "\" opens where " + opens.text() + " (" + raise.where()
        + ") and recovers where it is " + recovers.range().text();
    double gap = raise.scope.gap(recover.scope);
    if (gap == 0) {
      return message + ": a value that swings around this limit opens and clears it by turns; let it recover at a "
          + better(opens) + " one";
    }
    return gap < 0 && fields.equals(raise.scope.limited())
        ? message + ": where both hold it stays open, so that it recovers at the limit at which it opens; let it "
            + "recover at a " + better(opens) + " one"
        : "";
  }

  /** Names the rule among those before it that raise the same, or one of them, where it is in the shadow of the other. */
  private void changesNothing(Call<Raise> second) {
    List<Call<Raise>> before = raises.computeIfAbsent(second.named.name(), name -> new ArrayList<>());
    for (Call<Raise> first : before.subList(Math.max(0, before.size() - MOST), before.size()).reversed()) {
      if (changesNothing(second, first)) {
        hides(second, first);
        break;
      } else if (!hidden.contains(first) && changesNothing(first, second)) {
        hides(first, second);
      }
    }
    before.add(second);
  }

  private void hides(Call<Raise> one, Call<Raise> other) {
    hidden.add(one);
    warn(one, "this changes nothing: whenever it holds, \"" + other.rule.name() + "\" (" + other.where()
        + ") raises \"" + other.named.name() + "\" too, as soon and at least as severe");
  }

  private void sharesItsCause(Call<Raise> second) {
    if (!second.isPlain() || second.scope.limited().isEmpty()) {
      return;
    }
    Map<String, List<Call<Raise>>> alike = causes.computeIfAbsent(Cause.of(second), cause -> new HashMap<>());
    Comparison named = second.scope.fields().get("name");
    Set<String> names = named == null ? Set.of() : named.texts();
    Stream<List<Call<Raise>>> before = names.isEmpty()
        ? alike.values().stream()
        : Stream.concat(names.stream(), Stream.of(ANY)).map(name -> alike.getOrDefault(name, List.of()));
    before.flatMap(calls -> calls.reversed().stream()).limit(MOST)
        .filter(first -> !first.named.name().equals(second.named.name())
            && !first.rule.name().equals(second.rule.name()) && first.scope.overlaps(second.scope))
        .findFirst()
        .ifPresent(first -> warn(second, "one cause makes two findings of one severity, and two incidents: \""
            + second.named.name() + "\" here and \"" + first.named.name() + "\" (" + first.where()
            + ") both open where "
            + second.scope.together(first.scope)
            + "; keep the limits apart, or raise one finding with two severities"));
    (names.isEmpty() ? Set.of(ANY) : names)
        .forEach(name -> alike.computeIfAbsent(name, each -> new ArrayList<>()).add(second));
  }

  /** Whether the other one always raises the same no later, no milder and no shorter. */
  private static boolean changesNothing(Call<Raise> one, Call<Raise> other) {
    Raise weaker = one.said;
    Raise stronger = other.said;
    return other.alone() && one.scope.within(other.scope)
        && stronger.severity().compareTo(weaker.severity()) <= 0
        && stronger.after().compareTo(weaker.after()) <= 0
        && stronger.keepFor().compareTo(weaker.keepFor()) >= 0
        && stronger.untilRecovered() == weaker.untilRecovered() && stronger.category() == weaker.category();
  }

  private void warn(Call<?> call, String message) {
    Token at = call.named.at();
    warnings.add(new Fault(call.rule.file(), at.line(), at.column(), message));
  }
}
