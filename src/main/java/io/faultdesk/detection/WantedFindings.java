package io.faultdesk.detection;

import static java.util.stream.Collectors.joining;

import io.faultdesk.detection.RuleTest.ExpectedFinding;
import io.faultdesk.detection.Rehearsed.Said;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The findings that a test wants to be open, exactly these, beside those that are. */
record WantedFindings(List<ExpectedFinding> wanted) {

  private static final int NOBODY = -1;

  /** Whether each of them is one of those that are open, as they are at that moment, and no other is open. */
  boolean fit(List<Rehearsed> open, Instant at) {
    if (wanted.size() != open.size()) {
      return false;
    }
    int[] takenBy = new int[open.size()];
    Arrays.fill(takenBy, NOBODY);
    return IntStream.range(0, open.size()).allMatch(one -> place(one, open, at, takenBy, new boolean[open.size()]));
  }

  /** Finds an open one for that which is wanted: one that is free, or else one whose taker finds another for itself. */
  private boolean place(int one, List<Rehearsed> open, Instant at, int[] takenBy, boolean[] tried) {
    for (boolean free : new boolean[]{true, false}) {
      for (int i = 0; i < tried.length; i++) {
        if (!tried[i] && free == (takenBy[i] == NOBODY) && fits(wanted.get(one), open.get(i), at)) {
          tried[i] = true;
          if (free || place(takenBy[i], open, at, takenBy, tried)) {
            takenBy[i] = one;
            return true;
          }
        }
      }
    }
    return false;
  }

  private static boolean fits(ExpectedFinding wanted, Rehearsed open, Instant at) {
    Said said = open.said().floorEntry(at).getValue();
    return open.name().equals(wanted.name())
        && (wanted.severity() == null || said.severity() == wanted.severity())
        && (wanted.category() == null || open.category() == wanted.category())
        && (wanted.because() == null || said.because().contains(wanted.because()))
        && (wanted.rule() == null || said.rule().equals(wanted.rule().text()));
  }

  @Override
  public String toString() {
    return wanted.isEmpty()
        ? "nothing"
        : wanted.stream().map(WantedFindings::words).sorted().collect(joining("; "));
  }

  private static String words(ExpectedFinding wanted) {
    return Stream.of(
        wanted.name(),
        wanted.severity() == null ? "" : wanted.severity().word(),
        wanted.category() == null ? "" : wanted.category().word(),
        wanted.because() == null ? "" : "“" + wanted.because() + "”",
        wanted.rule() == null ? "" : "by " + wanted.rule().text())
        .filter(word -> !word.isEmpty())
        .collect(joining(", "));
  }

  /** Of each finding that is open no more than what was asked of any, or all where only that differs. */
  String found(List<Rehearsed> open) {
    boolean plain = wanted.stream().allMatch(ExpectedFinding::plain);
    return open.isEmpty()
        ? "nothing"
        : open.stream()
            .map(each -> plain ? each.name() : each.name() + ", " + words(each, each.said().lastEntry().getValue()))
            .sorted()
            .collect(joining("; "));
  }

  /** How that which was said from that moment on differs from before, and all of it where more than the severity was asked. */
  String change(Rehearsed finding, Instant at) {
    Map.Entry<Instant, Said> before = finding.said().lowerEntry(at);
    Said after = finding.said().floorEntry(at).getValue();
    boolean worse = before.getValue().severity() != after.severity();
    boolean all = !worse || wanted.stream().anyMatch(each -> each.because() != null || each.rule() != null);
    return finding.name() + (worse ? " worsens to " : " is told anew: ")
        + (all ? words(finding, after) : after.severity().word());
  }

  private static String words(Rehearsed finding, Said said) {
    return String.join(
        ", ", said.severity().word(), finding.category().word(), "“" + said.because() + "”", "by " + said.rule());
  }
}
