package io.faultdesk.prediction;

/** The last values of one series, and their statistics in the order of {@link FeatureSchema#OVER_WINDOW}. */
final class WindowSeries {

  private final double[] ring;
  private long taken;

  WindowSeries(int length) {
    ring = new double[length];
  }

  /** Takes the next value; returns the one that it drove out. */
  double add(double value) {
    int at = (int) (taken++ % ring.length);
    double oldest = ring[at];
    ring[at] = value;
    return oldest;
  }

  /** As it was before the last value, which had driven out that one. */
  void takeBack(double oldest) {
    ring[(int) (--taken % ring.length)] = oldest;
  }

  /** Writes the statistics there; NaN where no value is known. The slope is by least squares, per row. */
  void write(double[] features, int at) {
    int present = (int) Math.min(taken, ring.length);
    int oldest = (int) ((taken - present) % ring.length);
    int known = 0;
    double sum = 0;
    double sumOfTimes = 0;
    double max = Double.NEGATIVE_INFINITY;
    double min = Double.POSITIVE_INFINITY;
    for (int i = 0; i < present; i++) {
      double value = value(oldest, i);
      if (!Double.isNaN(value)) {
        known++;
        sum += value;
        sumOfTimes += i;
        max = Math.max(max, value);
        min = Math.min(min, value);
      }
    }
    double mean = sum / known;
    double meanTime = sumOfTimes / known;
    double squares = 0;
    double timeSquares = 0;
    double products = 0;
    for (int i = 0; i < present; i++) {
      double value = value(oldest, i);
      if (!Double.isNaN(value)) {
        squares += (value - mean) * (value - mean);
        timeSquares += (i - meanTime) * (i - meanTime);
        products += (i - meanTime) * (value - mean);
      }
    }
    features[at] = value(oldest, present - 1);
    features[at + 1] = mean;
    features[at + 2] = known == 0 ? Double.NaN : max;
    features[at + 3] = known == 0 ? Double.NaN : min;
    features[at + 4] = known == 0 ? Double.NaN : timeSquares == 0 ? 0 : products / timeSquares;
    features[at + 5] = Math.sqrt(squares / known);
  }

  /** The oldest of them has the index 0, and lies there. */
  private double value(int oldest, int index) {
    int at = oldest + index;
    return ring[at < ring.length ? at : at - ring.length];
  }
}
