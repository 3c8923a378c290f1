package io.faultdesk.prediction;

import io.faultdesk.prediction.FaultModel.Feature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import smile.classification.LogisticRegression;

/**
 * Rows to fit to.
 *
 * @param x their features, each moved by its mean and divided by its scale
 * @param y their labels
 * @param scale standard deviation of each feature; 1 where it never changes
 */
record Matrix(double[][] x, int[] y, double[] mean, double[] scale) {

  static final double TOLERANCE = 1e-5;
  static final int MOST_STEPS = 200;

  /** The rows with a label, of those without a fault only every so many-th. */
  static Matrix of(List<Examples> parts, int thinning) {
    List<double[]> rows = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (Examples part : parts) {
      for (int row = 0; row < part.y().length; row++) {
        if (part.y()[row] == 1 || part.y()[row] == 0 && row % thinning == 0) {
          rows.add(part.x()[row]);
          labels.add((int) part.y()[row]);
        }
      }
    }
    return scaled(rows.toArray(double[][]::new), labels.stream().mapToInt(Integer::intValue).toArray());
  }

  private static Matrix scaled(double[][] rows, int[] labels) {
    int width = rows[0].length;
    double[] mean = new double[width];
    double[] scale = new double[width];
    for (int i = 0; i < width; i++) {
      int column = i;
      double[] known =
          Arrays.stream(rows).mapToDouble(row -> row[column]).filter(value -> !Double.isNaN(value)).toArray();
      double average = Arrays.stream(known).average().orElse(0);
      double spread =
          Math.sqrt(Arrays.stream(known).map(value -> (value - average) * (value - average)).average().orElse(0));
      mean[i] = average;
      scale[i] = spread > 1e-9 * Math.max(1, Math.abs(average)) ? spread : 1;
    }
    double[][] x = Arrays.stream(rows).map(row -> scaled(row, mean, scale)).toArray(double[][]::new);
    return new Matrix(x, labels, mean, scale);
  }

  private static double[] scaled(double[] row, double[] mean, double[] scale) {
    double[] scaled = new double[row.length];
    for (int i = 0; i < row.length; i++) {
      scaled[i] = new Feature("", mean[i], scale[i], 1).scaled(row[i]);
    }
    return scaled;
  }

  /**
   * The weights, and the bias behind them.
   *
   * @param lambda weight of the squared weights for each row
   */
  double[] fit(double lambda) {
    return fit(x, y, lambda * y.length);
  }

  static double[] fit(double[][] x, int[] y, double lambda) {
    return LogisticRegression.binomial(x, y, new LogisticRegression.Options(lambda, TOLERANCE, MOST_STEPS))
        .coefficients();
  }

  /** w·x + b for each row of other examples. */
  double[] scores(Examples part, double[] weights) {
    return Arrays.stream(part.x()).mapToDouble(row -> {
      double[] scaled = scaled(row, mean, scale);
      double score = weights[scaled.length];
      for (int i = 0; i < scaled.length; i++) {
        score += weights[i] * scaled[i];
      }
      return score;
    }).toArray();
  }
}
