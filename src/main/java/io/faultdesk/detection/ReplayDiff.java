package io.faultdesk.detection;

import com.fasterxml.jackson.annotation.JsonValue;
import io.faultdesk.shared.Severity;
import io.faultdesk.shared.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the rules in force and others would have found in one stretch of time, side by side.
 *
 * @param active version of the rules in force
 * @param candidate version of the others, null where only those in force were asked
 * @param rules what each rule found
 * @param rows the findings that are not the same with both, the first {@link #MAX_ROWS}
 * @param rowsLeftOff how many more there are
 */
record ReplayDiff(
    Instant from,
    Instant to,
    String active,
    @Nullable String candidate,
    Map<Difference, Integer> counts,
    List<Count> rules,
    List<Row> rows,
    int rowsLeftOff) {

  static final int MAX_ROWS = 1000;

  /** A finding that opens again so soon after its end belongs to the incident of the one before. */
  static final Duration ONE_INCIDENT = Duration.ofMinutes(10);

  /** What the findings of one set come to. */
  static ReplayDiff of(TimeRange range, String active, List<Rehearsed> findings) {
    List<Row> rows =
        within(range, findings).stream()
            .map(each -> row(Difference.FOUND, Stretch.of(each, range), null, each))
            .toList();
    return of(range, active, null, rows);
  }

  /** How the findings of the candidate differ from those of the rules in force. */
  static ReplayDiff of(
      TimeRange range, String active, List<Rehearsed> ours, String candidate, List<Rehearsed> theirs) {
    Map<String, List<Rehearsed>> others = byKey(within(range, theirs));
    List<Row> rows = new ArrayList<>();
    byKey(within(range, ours)).forEach((key, mine) -> {
      List<Rehearsed> other = others.remove(key);
      pair(range, mine, other == null ? List.of() : other, rows);
    });
    others.values().forEach(other -> pair(range, List.of(), other, rows));
    return of(range, active, candidate, rows);
  }

  private static ReplayDiff of(TimeRange range, String active, @Nullable String candidate, List<Row> rows) {
    Map<Difference, Integer> counts = new EnumMap<>(Difference.class);
    rows.forEach(row -> counts.merge(row.difference(), 1, Integer::sum));
    List<Row> shown =
        rows.stream()
            .filter(row -> row.difference() != Difference.SAME)
            .sorted(Comparator.comparing(Row::first).thenComparing(Row::key))
            .toList();
    return new ReplayDiff(
        range.from(), range.to(), active, candidate, counts, Count.of(rows),
        shown.subList(0, Math.min(MAX_ROWS, shown.size())), Math.max(0, shown.size() - MAX_ROWS));
  }

  /** Those of one key, in the order of opening: two that overlap are one and the same finding. */
  private static void pair(TimeRange range, List<Rehearsed> mine, List<Rehearsed> other, List<Row> rows) {
    int i = 0;
    int j = 0;
    while (i < mine.size() || j < other.size()) {
      Stretch one = i < mine.size() ? Stretch.of(mine.get(i), range) : null;
      Stretch two = j < other.size() ? Stretch.of(other.get(j), range) : null;
      if (one != null && two != null && one.overlaps(two)) {
        rows.add(row(one.difference(two), one, two, mine.get(i)));
        i++;
        j++;
      } else if (two == null || one != null && one.openedAt().isBefore(two.openedAt())) {
        rows.add(row(Difference.GONE, one, null, mine.get(i++)));
      } else {
        rows.add(row(Difference.NEW, null, two, other.get(j++)));
      }
    }
  }

  private static Row row(Difference difference, @Nullable Stretch active, @Nullable Stretch candidate,
      Rehearsed finding) {
    return new Row(difference, finding.key(), finding.name(), active, candidate);
  }

  /** What was open at any time of the range. */
  private static List<Rehearsed> within(TimeRange range, List<Rehearsed> findings) {
    return findings.stream()
        .filter(each -> each.openedAt().isBefore(range.to()))
        .filter(
            each -> each.clearedAt() == null || each.clearedAt().isAfter(range.from())
                || !each.openedAt().isBefore(range.from()))
        .toList();
  }

  private static Map<String, List<Rehearsed>> byKey(List<Rehearsed> findings) {
    Map<String, List<Rehearsed>> byKey = new TreeMap<>();
    findings.forEach(each -> byKey.computeIfAbsent(each.key(), key -> new ArrayList<>()).add(each));
    byKey.values().forEach(each -> each.sort(Comparator.comparing(Rehearsed::openedAt)));
    return byKey;
  }

  /** How a finding of the candidate stands to one of the rules in force; of several differences the first counts. */
  enum Difference {
    NEW,
    GONE,
    EARLIER,
    LATER,
    SEVERITY,
    CLEARS_EARLIER,
    CLEARS_LATER,
    SAME,
    FOUND;

    @JsonValue
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * One finding with one of the sets.
   *
   * @param rule the one that saw it last
   * @param severity at its worst
   * @param clearedAt null where it is open at the end of the range
   */
  record Stretch(String rule, Severity severity, Instant openedAt, @Nullable Instant clearedAt) {

    static Stretch of(Rehearsed finding, TimeRange range) {
      Instant end = finding.clearedAt();
      return new Stretch(
          finding.rule(), finding.severity(), finding.openedAt(), end != null && end.isBefore(range.to()) ? end : null);
    }

    /** Whether both are open at some moment; those that open together are, even where one ends at once. */
    boolean overlaps(Stretch other) {
      return openedAt.equals(other.openedAt) || openedAt.isBefore(other.end()) && other.openedAt.isBefore(end());
    }

    Difference difference(Stretch candidate) {
      if (!candidate.openedAt.equals(openedAt)) {
        return candidate.openedAt.isBefore(openedAt) ? Difference.EARLIER : Difference.LATER;
      }
      if (candidate.severity != severity) {
        return Difference.SEVERITY;
      }
      if (!candidate.end().equals(end())) {
        return candidate.end().isBefore(end()) ? Difference.CLEARS_EARLIER : Difference.CLEARS_LATER;
      }
      return Difference.SAME;
    }

    private Instant end() {
      return clearedAt == null ? Instant.MAX : clearedAt;
    }
  }

  /** One finding with both sets, null with the one that does not have it. */
  record Row(
      Difference difference, String key, String name, @Nullable Stretch active, @Nullable Stretch candidate) {

    private Instant first() {
      Instant one = active == null ? Instant.MAX : active.openedAt();
      Instant two = candidate == null ? Instant.MAX : candidate.openedAt();
      return one.isBefore(two) ? one : two;
    }
  }

  /** How many findings one rule saw, and how many incidents they would have opened. */
  record Count(String rule, Found active, Found candidate) {

    /** With one set. */
    record Found(int findings, int incidents) {

      private static final Found NOTHING = new Found(0, 0);

      private Found and(Found more) {
        return new Found(findings + more.findings, incidents + more.incidents);
      }
    }

    private static List<Count> of(List<Row> rows) {
      Map<String, Found> active = found(rows, Row::active);
      Map<String, Found> candidate = found(rows, Row::candidate);
      Set<String> rules = new TreeSet<>(active.keySet());
      rules.addAll(candidate.keySet());
      return rules.stream()
          .map(
              rule -> new Count(
                  rule, active.getOrDefault(rule, Found.NOTHING), candidate.getOrDefault(rule, Found.NOTHING)))
          .toList();
    }

    private static Map<String, Found> found(List<Row> rows, Function<Row, @Nullable Stretch> set) {
      Map<String, Found> found = new HashMap<>();
      Map<String, Instant> ends = new HashMap<>();
      for (Row row : rows) { // of each key in the order of opening
        Stretch stretch = set.apply(row);
        if (stretch != null) {
          Instant before = ends.put(row.key(), stretch.end());
          boolean incident = before == null || stretch.openedAt().minus(ONE_INCIDENT).isAfter(before);
          found.merge(stretch.rule(), new Found(1, incident ? 1 : 0), Found::and);
        }
      }
      return found;
    }
  }
}
