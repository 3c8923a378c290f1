package io.faultdesk.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

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
            List.of(found("a", 10, 25), found("b", 5, 11), found("c", 20, 30), found("e", 10, null)));

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
  void what_opens_again_within_ten_minutes_is_the_same_incident() {
    List<Rehearsed> findings =
        List.of(found("a", 0, 5), found("a", 15, 20), found("a", 31, 40), found("b", 0, null));
    assertThat(ReplayDiff.of(DAY, "v1", findings).rules()).containsExactly(
        new Count("a", new Found(3, 2), new Found(0, 0)), new Count("b", new Found(1, 1), new Found(0, 0)));
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
    return new Raised(
        "crm/" + name, name, false, severity, Category.OTHER, Duration.ZERO, Duration.ZERO, false, name, Map.of(),
        new Trace(name, "a.drl", 1, "v1", List.of()));
  }
}
