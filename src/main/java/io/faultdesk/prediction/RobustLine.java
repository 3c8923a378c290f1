package io.faultdesk.prediction;

import java.util.Arrays;

/**
 * The line of Theil (1950) and Sen (1968) through a curve: its slope is the median of the slopes between all pairs of points, its
 * height the median of what they leave. Three wrong points in ten do not move it far. How sure it is comes from ranks: Kendall's
 * variance with ties, as Sen has it, times (1 + ρ) / (1 − ρ), because points of which each resembles the one before it by ρ tell
 * less than independent ones.
 */
final class RobustLine {

  private static final double MOST_ALIKE = 0.99;
  /** What is left of a straight line by the rounding of its numbers. */
  private static final double ROUNDING = 1e-9;

  private final double[] slopes;
  private final double[] residuals;
  private final double slope;
  private final double centre;
  private final double height;
  private final double alike;
  private final double deviation;
  private final double significance;

  /** Through at least five points of different times. */
  RobustLine(Curve curve) {
    double[] times = curve.times();
    double[] values = curve.values();
    slopes = slopes(times, values);
    slope = median(slopes);
    centre = median(times);
    residuals = new double[times.length];
    Arrays.setAll(residuals, i -> values[i] - slope * (times[i] - centre));
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    alike = alike(residuals, ROUNDING * (sorted[sorted.length - 1] - sorted[0]));
    deviation = Math.sqrt(variance(sorted) * widening());
    double score = Arrays.stream(slopes).map(Math::signum).sum();
    significance =
        deviation == 0 ? 0 : Math.signum(score) * Math.max(0, Math.abs(score) - 1) / deviation;
    Arrays.sort(residuals);
    height = median(residuals);
  }

  /** Per second. */
  double slope() {
    return slope;
  }

  double at(double time) {
    return height + slope * (time - centre);
  }

  /** The median of the times, where slope and height do not hang on each other. */
  double centre() {
    return centre;
  }

  /** The least slope that so many standard deviations leave possible. */
  double lowSlope(double deviations) {
    return slopes[Math.max(0, (int) Math.rint((slopes.length - deviations * deviation) / 2) - 1)];
  }

  /** The greatest such slope. */
  double highSlope(double deviations) {
    return slopes[Math.min(slopes.length - 1, (int) Math.rint((slopes.length + deviations * deviation) / 2))];
  }

  /** By how much the line may be lower. */
  double below(double deviations) {
    return height - residuals[Math.max(0, (int) Math.floor(residuals.length / 2.0 - reach(deviations)) - 1)];
  }

  /** By how much it may be higher. */
  double above(double deviations) {
    int rank = (int) Math.ceil(residuals.length / 2.0 + reach(deviations));
    return residuals[Math.min(residuals.length - 1, rank)] - height;
  }

  /** How many standard deviations of chance it takes to see so much rise in what does not rise; negative for a fall. */
  double significance() {
    return significance;
  }

  /** Whether that slope is one which so many standard deviations leave possible. */
  boolean allows(double other, double deviations) {
    return lowSlope(deviations) <= other && other <= highSlope(deviations);
  }

  /** By how much the variance is wider than with independent points. */
  double widening() {
    return (1 + alike) / (1 - alike);
  }

  private double reach(double deviations) {
    return deviations * Math.sqrt(residuals.length * widening()) / 2;
  }

  private static double[] slopes(double[] times, double[] values) {
    double[] slopes = new double[times.length * (times.length - 1) / 2];
    int at = 0;
    for (int i = 0; i < times.length; i++) {
      for (int j = i + 1; j < times.length; j++) {
        slopes[at++] = (values[j] - values[i]) / (times[j] - times[i]);
      }
    }
    Arrays.sort(slopes);
    return slopes;
  }

  /** Kendall's, of the sum of the signs of all pairs, where several values are equal as well. */
  private static double variance(double[] sorted) {
    double variance = pairs(sorted.length);
    int equal = 1;
    for (int i = 1; i <= sorted.length; i++) {
      if (i < sorted.length && sorted[i] == sorted[i - 1]) {
        equal++;
      } else {
        variance -= pairs(equal);
        equal = 1;
      }
    }
    return variance / 18;
  }

  private static double pairs(double n) {
    return n * (n - 1) * (2 * n + 5);
  }

  /**
   * Correlation of neighbours, never negative. Around a line that was drawn through the same points it looks lower than it is by
   * (2 + 4ρ) / n, which is put right.
   */
  private static double alike(double[] residuals, double rounding) {
    int n = residuals.length;
    double mean = Arrays.stream(residuals).average().orElse(0);
    double squares = 0;
    double products = 0;
    for (int i = 0; i < n; i++) {
      squares += (residuals[i] - mean) * (residuals[i] - mean);
      products += i == 0 ? 0 : (residuals[i] - mean) * (residuals[i - 1] - mean);
    }
    return squares <= n * rounding * rounding
        ? 0
        : Math.clamp((n * products / squares + 2) / (n - 4), 0, MOST_ALIKE);
  }

  private static double median(double[] sorted) {
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
