package io.faultdesk.detection;

import static java.util.Comparator.comparing;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import io.faultdesk.detection.RuleTest.Claim;
import io.faultdesk.detection.RuleTest.Expectation;
import io.faultdesk.detection.RuleTest.ExpectedFinding;
import io.faultdesk.detection.RuleTestOutcome.Mismatch;
import io.faultdesk.detection.SeriesNotation.Tick;
import io.faultdesk.indicator.IndicatorWindows;
import io.faultdesk.rules.RuleSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Plays one rule test and compares what is found with what is expected. */
final class RuleTestRun {

  private final RuleTest test;
  private final Course course;
  private final Rehearsal rehearsal;
  private final List<Signal> signals = new ArrayList<>();
  private final List<Mismatch> mismatches = new ArrayList<>();
  private int played;

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

  private void until(Instant moment) {
    while (played < signals.size() && !signals.get(played).at().isAfter(moment)) {
      signals.get(played++).play().run();
    }
    rehearsal.until(moment);
  }

  private void expect(Expectation expected) {
    Instant from = RuleTest.START.plus(expected.from());
    Instant until = RuleTest.START.plus(expected.until());
    until(from);
    Collection<Rehearsed> open = course.open();
    if (expected.open() != null && !fits(expected.open(), open)) {
      mismatch(
          expected.at(), expected.from(), "open: " + wanted(expected.open()),
          "open: " + found(expected.open(), open));
    } else if (expected.open() != null) {
      until(until);
      expectNoChange(expected, expected.open(), from);
    }
    until(until);
    expectFiring(expected, from);
  }

  private void expectNoChange(Expectation expected, List<ExpectedFinding> open, Instant from) {
    Stream.concat(
        course.findings().stream().filter(each -> each.openedAt().isAfter(from))
            .map(each -> new Turn(each.openedAt(), each.name() + " opens")),
        course.findings().stream().filter(each -> each.clearedAt() != null && each.clearedAt().isAfter(from))
            .map(each -> new Turn(requireNonNull(each.clearedAt()), each.name() + " clears")))
        .min(comparing(Turn::at))
        .ifPresent(
            turn -> mismatch(
                expected.at(), Duration.between(RuleTest.START, turn.at()),
                "open until " + RuleTestOutcome.time(expected.until()) + ": " + wanted(open), turn.what()));
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

  private static boolean fits(List<ExpectedFinding> expected, Collection<Rehearsed> open) {
    List<Rehearsed> left = new ArrayList<>(open);
    for (ExpectedFinding one : expected) {
      if (left.stream().filter(each -> fits(one, each)).findFirst().filter(left::remove).isEmpty()) {
        return false;
      }
    }
    return left.isEmpty();
  }

  private static boolean fits(ExpectedFinding expected, Rehearsed open) {
    return open.name().equals(expected.name())
        && (expected.severity() == null || open.severity() == expected.severity())
        && (expected.category() == null || open.raised().category() == expected.category())
        && (expected.because() == null || open.raised().because().contains(expected.because()))
        && (expected.rule() == null || open.rule().equals(expected.rule().text()));
  }

  private static String wanted(List<ExpectedFinding> expected) {
    return expected.isEmpty()
        ? "nothing"
        : expected.stream().map(RuleTestRun::words).sorted().collect(joining("; "));
  }

  private static String words(ExpectedFinding expected) {
    return Stream.of(
        expected.name(),
        expected.severity() == null ? "" : expected.severity().word(),
        expected.category() == null ? "" : expected.category().word(),
        expected.because() == null ? "" : "“" + expected.because() + "”",
        expected.rule() == null ? "" : "by " + expected.rule().text())
        .filter(word -> !word.isEmpty())
        .collect(joining(", "));
  }

  /** Of each finding no more than what was asked of any, or all where only that differs. */
  private static String found(List<ExpectedFinding> expected, Collection<Rehearsed> open) {
    boolean plain = expected.stream().allMatch(ExpectedFinding::plain);
    return open.isEmpty()
        ? "nothing"
        : open.stream().map(each -> plain ? each.name() : words(each)).sorted().collect(joining("; "));
  }

  private static String words(Rehearsed open) {
    return String.join(
        ", ", open.name(), open.severity().word(), open.raised().category().word(),
        "“" + open.raised().because() + "”",
        "by " + open.rule());
  }

  private void mismatch(TestNode at, Duration when, String wanted, String got) {
    mismatches.add(new Mismatch(at, when, wanted, got, Standing.of(rehearsal.indicators(), course)));
  }

  /** Something that arrives. */
  private record Signal(Instant at, Runnable play) {}

  /** A moment at which a finding opens or clears. */
  private record Turn(Instant at, String what) {}
}
