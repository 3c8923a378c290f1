package io.faultdesk.indicator;

/**
 * Mean, sum of squared deviations and slope of weighted points, kept up to date while points come and go (Welford's recurrence
 * in the weighted form of Chan, Golub and LeVeque). Adding loses no digits; removing does, which is what {@link #worn} tells.
 */
final class Moments {

  /** By how much the squares may have shrunk: six digits are given up of sixteen. */
  private static final double WORN = 1e-6;

  private long count;
  private double mean;
  private double squares;
  private double timeMean;
  private double timeSquares;
  private double products;
  private double peak;
  private double timePeak;

  /** Adds a point that stands for {@code weight} values around it, {@code within} being their own squared deviations. */
  void add(double time, double value, long weight, double within) {
    long before = count;
    count += weight;
    double share = (double) weight / count;
    double off = value - mean;
    double timeOff = time - timeMean;
    mean += off * share;
    timeMean += timeOff * share;
    squares += within + off * off * before * share;
    timeSquares += timeOff * timeOff * before * share;
    products += off * timeOff * before * share;
    peak = Math.max(peak, squares);
    timePeak = Math.max(timePeak, timeSquares);
  }

  /** Takes back what {@link #add} added. */
  void remove(double time, double value, long weight, double within) {
    long after = count - weight;
    if (after == 0) {
      clear();
      return;
    }
    double share = (double) weight / after;
    mean -= (value - mean) * share;
    timeMean -= (time - timeMean) * share;
    double off = value - mean;
    double timeOff = time - timeMean;
    double lever = after * ((double) weight / count);
    squares -= within + off * off * lever;
    timeSquares -= timeOff * timeOff * lever;
    products -= off * timeOff * lever;
    count = after;
  }

  /** Whether so much was taken away that what is left should be computed anew from the points. */
  boolean worn() {
    return squares < peak * WORN || timeSquares < timePeak * WORN;
  }

  void clear() {
    count = 0;
    mean = 0;
    squares = 0;
    timeMean = 0;
    timeSquares = 0;
    products = 0;
    peak = 0;
    timePeak = 0;
  }

  Moments copy() {
    Moments copy = new Moments();
    copy.add(timeMean, mean, count, squares);
    copy.timeSquares = timeSquares;
    copy.products = products;
    return copy;
  }

  long count() {
    return count;
  }

  double mean() {
    return count == 0 ? Double.NaN : mean;
  }

  /** Sum of the squared deviations from the mean. */
  double squares() {
    return Math.max(0, squares);
  }

  double variance() {
    return count < 2 ? Double.NaN : squares() / (count - 1);
  }

  double slope() {
    return timeSquares > 0 ? products / timeSquares : Double.NaN;
  }
}
