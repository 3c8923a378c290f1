package io.faultdesk.prediction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows of one unit with their features, behind each other in time.
 *
 * @param x the features of each row
 * @param y their labels: 1, 0, or NaN for a row that does not count
 */
record Examples(String unit, long[] times, double[][] x, double[] y) {

  static Examples of(UnitHistory unit, FeatureSchema schema, Question question) {
    double[] labels = new double[unit.times().length];
    Arrays.fill(labels, Double.NaN);
    if (unit.truth() != null) {
      labels = unit.truth().labels(question.task(), question.horizon(), unit.times());
    }
    Examples all = new Examples(unit.name(), unit.times(), FeatureStream.of(schema, unit), labels);
    return unit.truth() instanceof Truth.Recorded asked ? all.rows(asked.from(), asked.to()) : all;
  }

  private Examples rows(int from, int to) {
    return new Examples(
        unit, Arrays.copyOfRange(times, from, to), Arrays.copyOfRange(x, from, to), Arrays.copyOfRange(y, from, to));
  }

  /** The same with some of the features only. */
  Examples columns(int[] columns) {
    double[][] narrow =
        Arrays.stream(x).map(row -> IntStream.of(columns).mapToDouble(i -> row[i]).toArray()).toArray(double[][]::new);
    return new Examples(unit, times, narrow, y);
  }

  /**
   * As many parts of about the same length, one after the other in time, none of them cut through a fault.
   *
   * @param apart rows at either side of a cut that do not count, because they look into the other part
   */
  List<Examples> parts(int count, int apart) {
    List<Examples> parts = new ArrayList<>();
    int from = 0;
    for (int i = 1; i <= count; i++) {
      int to = i == count ? y.length : Math.max(from, (int) ((long) y.length * i / count));
      while (to < y.length && y[to] != 0) {
        to++;
      }
      double[] labels = Arrays.copyOfRange(y, from, to);
      Arrays.fill(labels, 0, from == 0 ? 0 : Math.min(apart, labels.length), Double.NaN);
      Arrays.fill(labels, to == y.length ? labels.length : Math.max(0, labels.length - apart), labels.length,
          Double.NaN);
      parts.add(new Examples(unit + ", part " + i, Arrays.copyOfRange(times, from, to), Arrays.copyOfRange(x, from, to),
          labels));
      from = to;
    }
    return parts;
  }

  boolean has(int label) {
    return Arrays.stream(y).anyMatch(each -> each == label);
  }
}
