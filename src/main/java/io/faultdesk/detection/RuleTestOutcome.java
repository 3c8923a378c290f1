package io.faultdesk.detection;

import io.faultdesk.rules.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * How one rule test went.
 *
 * @param fired names of the rules that fired in it
 */
record RuleTestOutcome(RuleTest test, List<Mismatch> mismatches, Set<String> fired) {

  boolean passed() {
    return mismatches.isEmpty();
  }

  /** The mismatches, each in one sentence. */
  List<Fault> faults() {
    return mismatches.stream().map(each -> each.at().fault("test \"" + test.name() + "\": " + each)).toList();
  }

  /** A time since the start of a test, as tests write it. */
  static String time(Duration since) {
    return since.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
  }

  /**
   * What went otherwise than expected.
   *
   * @param at where the expectation stands
   * @param when at which time of the test it was not met
   * @param standing how things stood when that was noticed, in words, line by line
   */
  record Mismatch(TestNode at, Duration when, String expected, String got, List<String> standing) {

    @Override
    public String toString() {
      return "at " + time(when) + " expected " + expected + ", got " + got;
    }
  }
}
