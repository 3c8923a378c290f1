package io.faultdesk.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.faultdesk.incident.FindingSource;
import io.faultdesk.detection.ReplayDiff.Count;
import io.faultdesk.detection.ReplayDiff.Count.Found;
import io.faultdesk.detection.ReplayDiff.Difference;
import io.faultdesk.detection.ReplayDiff.Row;
import io.faultdesk.rules.Trace;
import io.faultdesk.rules.Verdict.Raised;
import io.faultdesk.shared.Category;
import io.faultdesk.shared.Severity;
import io.faultdesk.shared.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReplayDiffTest {

  private static final Instant START = Instant.parse("2026-03-02T03:00:00Z");
  private static final TimeRange DAY = new TimeRange(START, START.plus(Duration.ofDays(1)));

  @Test
  void findings_of_one_key_that_overlap_are_one() {
    ReplayDiff diff =
        diff(
            List.of(found("a", 10, 20), found("b", 10, 20), found("c", 10, 20), found("d", 10, null)),
            List.of(found("a", 10, 20), found("b", 5, 11), found("c", 19, 30), found("e", 10, null)));

    assertThat(diff.rows()).extracting(Row::key, Row::difference).containsExactly(
        tuple("crm/b", Difference.EARLIER), tuple("crm/c", Difference.LATER), tuple("crm/d", Difference.GONE),
        tuple("crm/e", Difference.NEW));
    assertThat(diff.counts()).isEqualTo(
        Map.of(
            Difference.EARLIER, 1, Difference.LATER, 1, Difference.GONE, 1, Difference.NEW, 1, Difference.SAME, 1));
  }

  @Test
  void findings_that_do_not_overlap_are_two() {
    ReplayDiff diff = diff(List.of(found("a", 10, 20), found("a", 50, 60)), List.of(found("a", 30, 40)));
    assertThat(diff.rows()).extracting(Row::difference)
        .containsExactly(Difference.GONE, Difference.NEW, Difference.GONE);
  }

  @Test
  void findings_that_only_touch_are_two() {
    ReplayDiff diff = diff(List.of(found("a", 10, 20)), List.of(found("a", 20, 30)));
    assertThat(diff.rows()).extracting(Row::difference).containsExactly(Difference.GONE, Difference.NEW);
    assertThat(diff(List.of(found("a", 20, 30)), List.of(found("a", 10, 20))).rows()).extracting(Row::difference)
        .containsExactly(Difference.NEW, Difference.GONE);
  }

  @Test
  void what_ends_at_the_moment_in_which_it_opens_is_the_same_with_both() {
    ReplayDiff diff = diff(List.of(found("a", 10, 10)), List.of(found("a", 10, 10)));
    assertThat(diff.counts()).isEqualTo(Map.of(Difference.SAME, 1));
    assertThat(diff(List.of(found("a", 0, 0)), List.of()).counts()).isEqualTo(Map.of(Difference.GONE, 1));
  }

  @Test
  void another_end_is_a_difference() {
    ReplayDiff diff =
        diff(
            List.of(found("a", 10, 20), found("b", 10, 200), found("c", 10, 20), found("d", 10, null)),
            List.of(found("a", 10, 200), found("b", 10, 20), found("c", 10, null), found("d", 10, 20)));
    assertThat(diff.rows()).extracting(Row::key, Row::difference).containsExactly(
        tuple("crm/a", Difference.CLEARS_LATER), tuple("crm/b", Difference.CLEARS_EARLIER),
        tuple("crm/c", Difference.CLEARS_LATER), tuple("crm/d", Difference.CLEARS_EARLIER));
  }

  @Test
  void what_is_open_at_the_end_of_the_range_with_both_is_the_same() {
    int day = 24 * 60;
    assertThat(
        diff(
            List.of(found("a", 10, null), found("b", 10, null), found("c", 10, day)),
            List.of(found("a", 10, null), found("b", 10, day), found("c", 10, day + 5)))
            .counts())
        .isEqualTo(Map.of(Difference.SAME, 3));
  }

  @Test
  void the_opening_decides_before_the_severity_and_that_before_the_end() {
    Rehearsed worse = found("a", 10, 20);
    worse.worsen(raised("a", Severity.CRITICAL), START.plusSeconds(15 * 60));
    assertThat(diff(List.of(found("a", 11, 30)), List.of(worse)).rows()).extracting(Row::difference)
        .containsExactly(Difference.EARLIER);
    assertThat(diff(List.of(found("a", 10, 30)), List.of(worse)).rows()).extracting(Row::difference)
        .containsExactly(Difference.SEVERITY);
  }

  @Test
  void a_difference_is_one_word() throws Exception {
    assertThat(new ObjectMapper().writeValueAsString(Map.of(Difference.CLEARS_LATER, Difference.CLEARS_EARLIER)))
        .isEqualTo("{\"clears-later\":\"clears-earlier\"}");
  }

  @Test
  void another_severity_is_a_difference() {
    Rehearsed worse = found("a", 10, 20);
    worse.worsen(raised("a", Severity.CRITICAL), START.plusSeconds(15 * 60));
    assertThat(diff(List.of(found("a", 10, 20)), List.of(worse)).rows()).extracting(Row::difference)
        .containsExactly(Difference.SEVERITY);
  }

  @Test
  void what_was_over_before_the_range_or_begins_after_it_is_not_told() {
    assertThat(diff(List.of(found("a", -20, -10), found("b", 3000, 4000)), List.of()).rows()).isEmpty();
    assertThat(diff(List.of(found("a", -20, 10)), List.of()).rows()).hasSize(1);
  }

  @Test
  void what_was_over_when_the_range_begins_is_not_told() {
    assertThat(diff(List.of(found("a", -20, 0), found("b", -20, 1)), List.of()).rows()).extracting(Row::key)
        .containsExactly("crm/b");
  }

  @Test
  void what_opens_again_within_ten_minutes_is_the_same_incident() {
    List<Rehearsed> findings =
        List.of(found("a", 0, 5), found("a", 15, 20), found("a", 31, 40), found("b", 0, null));
    assertThat(ReplayDiff.of(DAY, "v1", findings).rules()).containsExactly(
        new Count("rule of a", new Found(3, 2), new Found(0, 0)),
        new Count("rule of b", new Found(1, 1), new Found(0, 0)));
  }

  @Test
  void what_is_found_is_counted_for_the_rule_that_saw_it() {
    Rehearsed early = new Rehearsed(raised("a", Severity.MINOR, "Slow"), START);
    early.clear(START.plusSeconds(60));
    Rehearsed again = new Rehearsed(raised("a", Severity.CRITICAL, "Very slow"), START.plusSeconds(120));
    Rehearsed other = new Rehearsed(raised("b", Severity.MINOR, "Slow"), START);
    Rehearsed worse = new Rehearsed(raised("c", Severity.MINOR, "Slow"), START);
    worse.worsen(raised("c", Severity.CRITICAL, "Very slow"), START.plusSeconds(60));

    ReplayDiff diff = diff(List.of(early, again, other), List.of(other, worse));
    assertThat(diff.rules()).as("what opens again belongs to the incident of the first").containsExactly(
        new Count("Slow", new Found(2, 2), new Found(1, 1)), new Count("Very slow", new Found(1, 0), new Found(1, 1)));
    assertThat(diff.rows()).extracting(row -> row.active() == null ? null : row.active().rule())
        .containsExactly("Slow", null, "Very slow");
  }

  @Test
  void only_the_first_thousand_rows_are_shown() {
    List<Rehearsed> many = new ArrayList<>();
    for (int i = 0; i < 1005; i++) {
      many.add(found("k" + i, i, i + 1));
    }
    ReplayDiff diff = diff(many, List.of());
    assertThat(diff.rows()).hasSize(1000).extracting(Row::key).startsWith("crm/k0", "crm/k1");
    assertThat(diff.rowsLeftOff()).isEqualTo(5);
    assertThat(diff.counts()).containsEntry(Difference.GONE, 1005);
  }

  private static ReplayDiff diff(List<Rehearsed> active, List<Rehearsed> candidate) {
    return ReplayDiff.of(DAY, "v1", active, "v2", candidate);
  }

  private static Rehearsed found(String name, int openedMinute, @Nullable Integer clearedMinute) {
    Rehearsed finding =
        new Rehearsed(raised(name, Severity.MINOR), START.plus(Duration.ofMinutes(openedMinute)));
    if (clearedMinute != null) {
      finding.clear(START.plus(Duration.ofMinutes(clearedMinute)));
    }
    return finding;
  }

  private static Raised raised(String name, Severity severity) {
    return raised(name, severity, "rule of " + name);
  }

  private static Raised raised(String name, Severity severity, String rule) {
    return new Raised(
        "crm/" + name, name, FindingSource.RULE, severity, Category.OTHER, Duration.ZERO, Duration.ZERO, false, name,
        Map.of(),
        new Trace(rule, "a.drl", 1, "v1", List.of()));
  }
}
