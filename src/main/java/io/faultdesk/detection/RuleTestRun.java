package io.faultdesk.detection;

import static java.util.Comparator.comparing;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import io.faultdesk.detection.RuleTest.Claim;
import io.faultdesk.detection.RuleTest.Expectation;
import io.faultdesk.detection.RuleTest.Foreseen;
import io.faultdesk.detection.RuleTestOutcome.Mismatch;
import io.faultdesk.detection.SeriesNotation.Tick;
import io.faultdesk.indicator.IndicatorWindows;
import io.faultdesk.prediction.Foresight;
import io.faultdesk.rules.RuleSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Plays one rule test and compares what is found with what is expected. */
final class RuleTestRun {

  private final RuleTest test;
  private final Course course;
  private final Rehearsal rehearsal;
  private final List<Signal> signals = new ArrayList<>();
  private final List<Mismatch> mismatches = new ArrayList<>();
  private int played;
  private Duration reached = Duration.ZERO;

  private RuleTestRun(RuleTest test, RuleSet rules, DetectionSettings rhythm) {
    this.test = test;
    course = new Course(facts -> rules.judge(facts.askingAll()), rules::recoverable, test.service(), rhythm);
    rehearsal =
        new Rehearsal(
            List.of(course),
            name -> new IndicatorWindows(
                test.service().name(), requireNonNull(test.indicators().get(name)), IndicatorWindows.MAX_CAPACITY));
    test.series().forEach((indicator, ticks) -> ticks.forEach(tick -> tick(indicator, tick)));
    test.alerts().forEach(this::claim);
    test.forecasts().forEach(this::foresee);
    signals.sort(comparing(Signal::at));
  }

  /** What these rules make of it, in the rhythm that the live watch has with these settings. */
  static RuleTestOutcome of(RuleTest test, RuleSet rules, DetectionSettings rhythm) {
    RuleTestRun run = new RuleTestRun(test, rules, rhythm);
    test.expected().forEach(run::expect);
    return new RuleTestOutcome(test, List.copyOf(run.mismatches), run.course.fired());
  }

  private void tick(String indicator, Tick tick) {
    Instant at = RuleTest.START.plus(test.every().multipliedBy(tick.index()));
    Double value = tick.value();
    signals.add(
        new Signal(
            at, value == null
                ? () -> rehearsal.end(at, indicator)
                : () -> rehearsal.sample(at, indicator, value)));
  }

  private void claim(Claim claim) {
    Instant from = RuleTest.START.plus(claim.from());
    signals.add(new Signal(from, () -> rehearsal.message(from, claim.alert())));
    if (claim.until() != null) {
      Instant until = RuleTest.START.plus(claim.until());
      signals.add(new Signal(until, () -> rehearsal.message(until, claim.alert().over(until))));
    }
  }

  private void foresee(Foreseen foreseen) {
    Instant from = RuleTest.START.plus(foreseen.from());
    signals.add(new Signal(from, () -> rehearsal.foresee(from, foreseen.foresight())));
    if (foreseen.until() != null) {
      Instant until = RuleTest.START.plus(foreseen.until());
      signals.add(new Signal(until, () -> rehearsal.foresee(until, Foresight.NONE)));
    }
  }

  private void until(Instant moment) {
    while (played < signals.size() && !signals.get(played).at().isAfter(moment)) {
      signals.get(played++).play().run();
    }
    rehearsal.until(moment);
    reached = Duration.between(RuleTest.START, moment);
  }

  private void expect(Expectation expected) {
    Instant from = RuleTest.START.plus(expected.from());
    Instant until = RuleTest.START.plus(expected.until());
    until(from);
    if (expected.open() != null) {
      expectOpen(expected, new WantedFindings(expected.open()), from, until);
    }
    until(until);
    expectFiring(expected, from);
  }

  private void expectOpen(Expectation expected, WantedFindings wanted, Instant from, Instant until) {
    List<Rehearsed> open = List.copyOf(course.open());
    if (!wanted.fit(open, from)) {
      mismatch(expected.at(), expected.from(), "open: " + wanted, "open: " + wanted.found(open));
      return;
    }
    until(until);
    for (Map.Entry<Instant, List<Turn>> turns : turns(wanted, from).entrySet()) {
      Instant at = turns.getKey();
      if (turns.getValue().stream().anyMatch(Turn::others) || !wanted.fit(open, at)) {
        mismatch(
            expected.at(), Duration.between(RuleTest.START, at),
            "open until " + RuleTestOutcome.time(expected.until()) + ": " + wanted,
            turns.getValue().stream().map(Turn::what).sorted().collect(joining("; ")));
        return;
      }
    }
  }

  /** All that has happened to findings after that moment, by when. */
  private NavigableMap<Instant, List<Turn>> turns(WantedFindings wanted, Instant from) {
    NavigableMap<Instant, List<Turn>> turns = new TreeMap<>();
    for (Rehearsed each : course.findings()) {
      for (Instant at : each.said().tailMap(from, false).keySet()) {
        boolean opens = at.equals(each.openedAt());
        turn(turns, at, new Turn(opens ? each.name() + " opens" : wanted.change(each, at), opens));
      }
      if (each.clearedAt() != null && each.clearedAt().isAfter(from)) {
        turn(turns, each.clearedAt(), new Turn(each.name() + " clears", true));
      }
    }
    return turns;
  }

  private static void turn(Map<Instant, List<Turn>> turns, Instant at, Turn turn) {
    turns.computeIfAbsent(at, moment -> new ArrayList<>()).add(turn);
  }

  private void expectFiring(Expectation expected, Instant from) {
    for (TestNode rule : expected.fired()) {
      if (!fires(rule.text(), expected, from)) {
        mismatch(rule, expected.until(), "fires: " + rule.text(), "it does not");
      }
    }
    for (TestNode rule : expected.silent()) {
      if (fires(rule.text(), expected, from)) {
        mismatch(rule, expected.until(), "does not fire: " + rule.text(), "it does");
      }
    }
  }

  private boolean fires(String rule, Expectation expected, Instant from) {
    if (expected.moment()) {
      return course.verdict().fired().contains(rule);
    }
    Instant last = course.lastFired(rule);
    return last != null && !last.isBefore(from);
  }

  private void mismatch(TestNode at, Duration when, String wanted, String got) {
    List<String> standing = new ArrayList<>(Standing.of(rehearsal.indicators(), course));
    if (!when.equals(reached)) {
      standing.addFirst("how things stood at " + RuleTestOutcome.time(reached) + ":");
    }
    mismatches.add(new Mismatch(at, when, wanted, got, standing));
  }

  /** Something that arrives. */
  private record Signal(Instant at, Runnable play) {}

  /**
   * What happens to a finding at a moment.
   *
   * @param others whether others are open from then on
   */
  private record Turn(String what, boolean others) {}
}
