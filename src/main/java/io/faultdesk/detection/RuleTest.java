package io.faultdesk.detection;

import io.faultdesk.catalog.IndicatorInfo;
import io.faultdesk.catalog.ServiceInfo;
import io.faultdesk.detection.SeriesNotation.Tick;
import io.faultdesk.prediction.Foresight;
import io.faultdesk.shared.Category;
import io.faultdesk.shared.Severity;
import io.faultdesk.signal.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One test of rules: signals of one service, and which findings are expected when. All times count from its start.
 *
 * @param at where it stands
 * @param every the time between two ticks of its series
 * @param indicators what is declared of the indicators of its series, by name
 * @param expected in the order of time
 */
record RuleTest(
    TestNode at,
    String name,
    ServiceInfo service,
    Duration every,
    Map<String, IndicatorInfo> indicators,
    Map<String, List<Tick>> series,
    List<Claim> alerts,
    List<Foreseen> forecasts,
    List<Expectation> expected) {

  /** When every test starts. */
  static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

  static final int MAX_SAMPLES = 200_000;
  static final Duration MAX_LENGTH = Duration.ofHours(24);

  /** How long it plays. */
  Duration length() {
    return expected.getLast().until();
  }

  /** What another monitor claims for some time, null for without end. */
  record Claim(Alert alert, Duration from, @Nullable Duration until) {}

  /** What is foreseen for some time, null for without end. */
  record Foreseen(Foresight foresight, Duration from, @Nullable Duration until) {}

  /**
   * What is expected at one moment, or from one moment to another.
   *
   * @param open exactly these findings are open, throughout; null where nothing is said of that
   * @param fired these rules fire, at that moment or at least once in that time
   * @param silent these rules do not
   */
  record Expectation(
      TestNode at, Duration from, Duration until, @Nullable List<ExpectedFinding> open, List<TestNode> fired,
      List<TestNode> silent) {

    boolean moment() {
      return from.equals(until);
    }
  }

  /**
   * A finding as it is expected; what is null is left open.
   *
   * @param because what its sentence holds
   * @param rule the rule that makes it
   */
  record ExpectedFinding(
      TestNode at, String name, @Nullable Severity severity, @Nullable Category category, @Nullable String because,
      @Nullable TestNode rule) {

    /** Whether only its name is said. */
    boolean plain() {
      return severity == null && category == null && because == null && rule == null;
    }
  }
}
