package io.faultdesk.prediction;

import java.util.Arrays;

/**
 * What is usual for each indicator of one unit.
 *
 * @param scale robust deviation: the width of the middle half or that of the middle 99 %, whichever is more, each compared with that
 *     of a normal distribution, so that an indicator that often leaps counts as restless; but at least a tenth of the standard
 *     deviation, because one that rarely moves has no width; 0 where it never moved
 */
record Baseline(double[] mean, double[] deviation, double[] median, double[] scale) {

  /** The farthest that anything is said to be from what is usual, in deviations. */
  private static final double FARTHEST = 20;
  private static final double NORMAL_HALF = 1.349;
  private static final double NORMAL_99_PERCENT = 5.152;
  private static final double LEAST = 0.1;

  /** Of these rows, all of the same width; NaN is left out. */
  static Baseline of(double[][] rows) {
    int width = rows[0].length;
    Baseline baseline = new Baseline(new double[width], new double[width], new double[width], new double[width]);
    for (int i = 0; i < width; i++) {
      int column = i;
      double[] values =
          Arrays.stream(rows).mapToDouble(row -> row[column]).filter(value -> !Double.isNaN(value)).sorted().toArray();
      if (values.length > 0) {
        baseline.set(column, values);
      }
    }
    return baseline;
  }

  private void set(int column, double[] sorted) {
    double average = Arrays.stream(sorted).average().orElse(0);
    double spread =
        Math.sqrt(Arrays.stream(sorted).map(value -> (value - average) * (value - average)).average().orElse(0));
    mean[column] = average;
    deviation[column] = sorted[0] == sorted[sorted.length - 1] ? 0 : spread;
    median[column] = quantile(sorted, 0.5);
    double range = Math.max(
        (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / NORMAL_HALF,
        (quantile(sorted, 0.995) - quantile(sorted, 0.005)) / NORMAL_99_PERCENT);
    scale[column] = deviation[column] == 0 ? 0 : Math.max(range, LEAST * spread);
  }

  /** Linear between the two nearest, as type 7 of Hyndman and Fan. */
  private static double quantile(double[] sorted, double share) {
    double at = share * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }

  /** How many deviations each value is from the mean; without those that are missing or never moved. */
  double[] distances(double[] row) {
    return distances(row, mean, deviation);
  }

  /** The same from the median, in robust deviations. */
  double[] robustDistances(double[] row) {
    return distances(row, median, scale);
  }

  private static double[] distances(double[] row, double[] centre, double[] unit) {
    double[] distances = new double[row.length];
    int known = 0;
    for (int i = 0; i < row.length; i++) {
      if (unit[i] > 0 && !Double.isNaN(row[i])) {
        distances[known++] = Math.min(FARTHEST, Math.abs(row[i] - centre[i]) / unit[i]);
      }
    }
    return known == distances.length ? distances : Arrays.copyOf(distances, known);
  }
}
