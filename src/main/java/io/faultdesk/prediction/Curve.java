package io.faultdesk.prediction;

import io.faultdesk.indicator.HistoryPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * Values over time, the oldest first.
 *
 * @param times seconds from the moment that is looked from, negative before it
 * @param values one for each time
 */
record Curve(double[] times, double[] values) {

  /** The means of these steps at their middles, seen from that moment. */
  static Curve of(List<HistoryPoint> points, Duration step, Instant now) {
    return new Curve(
        points.stream()
            .mapToDouble(each -> Duration.between(now, each.time().plus(step.dividedBy(2))).toMillis() / 1000.0)
            .toArray(),
        points.stream().mapToDouble(HistoryPoint::mean).toArray());
  }

  int size() {
    return times.length;
  }

  double first() {
    return times[0];
  }

  double newest() {
    return times[times.length - 1];
  }

  /** What came at that time or later. */
  Curve since(double time) {
    int from = index(time);
    return new Curve(Arrays.copyOfRange(times, from, size()), Arrays.copyOfRange(values, from, size()));
  }

  /** What came earlier. */
  Curve before(double time) {
    int to = index(time);
    return new Curve(Arrays.copyOf(times, to), Arrays.copyOf(values, to));
  }

  /** The same upside down. */
  Curve mirrored() {
    return new Curve(times, Arrays.stream(values).map(value -> -value).toArray());
  }

  /**
   * How often it fell from one height to another by itself; a fall before which it had reached the limit does not count, because
   * nobody knows what it took to end that.
   */
  int falls(double from, double to, double limit) {
    int falls = 0;
    double highest = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      highest = Math.max(highest, value);
      if (value <= to) {
        falls += highest >= from && highest < limit ? 1 : 0;
        highest = Double.NEGATIVE_INFINITY;
      }
    }
    return falls;
  }

  private int index(double time) {
    int found = Arrays.binarySearch(times, time);
    return found >= 0 ? found : -found - 1;
  }
}
