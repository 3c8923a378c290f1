package io.faultdesk.prediction;

import io.faultdesk.prediction.Forecast.Deviation;
import io.faultdesk.shared.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.IntStream;

/**
 * What is usual for one service, learnt from its past.
 *
 * @param indicators whose values the baseline is about, in its order
 * @param since when its first row begins
 * @param learntAt when that was learnt
 */
record Usual(List<String> indicators, Baseline baseline, Instant since, Instant learntAt) {

  private static final Duration SOONEST = Duration.ofMinutes(10);
  private static final Duration LATEST = Duration.ofDays(1);
  /** The less is known, the sooner it is learnt anew. */
  private static final int PARTS = 4;

  /**
   * Of these rows.
   *
   * @param faults times whose rows do not count
   * @param least how many rows are needed
   */
  static Optional<Usual> of(
      SortedMap<Instant, Map<String, Double>> rows, List<TimeRange> faults, int least, Instant now) {
    List<Map<String, Double>> good = good(rows, faults);
    if (good.size() < least) {
      return Optional.empty();
    }
    List<String> indicators = good.stream().flatMap(row -> row.keySet().stream()).distinct().sorted().toList();
    double[][] values = good.stream().map(row -> values(indicators, row)).toArray(double[][]::new);
    return Optional.of(new Usual(indicators, Baseline.of(values), rows.firstKey(), now));
  }

  /** Those rows that no fault spoils. */
  static List<Map<String, Double>> good(SortedMap<Instant, Map<String, Double>> rows, List<TimeRange> faults) {
    return rows.entrySet().stream()
        .filter(row -> faults.stream().noneMatch(fault -> contains(fault, row.getKey())))
        .map(Map.Entry::getValue)
        .toList();
  }

  private static boolean contains(TimeRange range, Instant moment) {
    return !moment.isBefore(range.from()) && moment.isBefore(range.to());
  }

  /** The values of a row in the order of the indicators; NaN for one that is missing. */
  double[] values(Map<String, Double> row) {
    return values(indicators, row);
  }

  private static double[] values(List<String> indicators, Map<String, Double> row) {
    return indicators.stream().mapToDouble(indicator -> row.getOrDefault(indicator, Double.NaN)).toArray();
  }

  /** When it should be learnt anew. */
  Instant dueAt() {
    Duration apart = Duration.between(since, learntAt).dividedBy(PARTS);
    return learntAt.plus(apart.compareTo(SOONEST) < 0 ? SOONEST : apart.compareTo(LATEST) > 0 ? LATEST : apart);
  }

  /** The indicators that are farthest from what is usual, the farthest first. */
  List<Deviation> farthest(double[] values, int most) {
    double[] median = baseline.median();
    double[] scale = baseline.scale();
    return IntStream.range(0, values.length)
        .filter(i -> scale[i] > 0 && !Double.isNaN(values[i]))
        .mapToObj(i -> new Deviation(indicators.get(i), values[i], median[i], (values[i] - median[i]) / scale[i]))
        .sorted(Comparator.comparingDouble((Deviation each) -> Math.abs(each.distance())).reversed())
        .limit(most)
        .toList();
  }

}
