package io.faultdesk.indicator;

import java.time.Duration;

/**
 * The statistics of one sliding window at one moment, {@code NaN} where the window holds too few samples. Where the indicator's
 * policy says how to fill missing values, mean, median, variance, deviation, p95 and slope count the filled ones in.
 */
public interface WindowStatistics {

  /** How far back the window reaches. */
  Duration length();

  /** Number of samples, filled ones not counted. */
  long count();

  /** Arithmetic mean, in the indicator's unit. */
  double mean();

  /** Middle value, in the indicator's unit; the mean of the two middle ones where the count is even. */
  double median();

  /** Sample variance, in the square of the indicator's unit, divided by n − 1; needs two samples. */
  double variance();

  /** Square root of the variance, in the indicator's unit. */
  double deviation();

  /** Smallest value, in the indicator's unit. */
  double min();

  /** Largest value, in the indicator's unit. */
  double max();

  /** 95th percentile, in the indicator's unit, by linear interpolation: the value at rank 0.95·(n − 1), counted from zero. */
  double p95();

  /**
   * Per second: growth of a counter from its oldest to its newest sample, a fall counting as a new start from zero; or samples
   * of a gauge over the window, or since the first sample where the indicator is younger than the window.
   */
  double rate();

  /** Least-squares slope of value over time, in the indicator's unit per second; needs two samples. */
  double slope();

  /** Statistics that are made up, for trying rules. */
  static WindowStatistics madeUp(
      Duration length, long count, double mean, double median, double variance, double min, double max, double p95,
      double rate, double slope) {
    return new Statistics(
        length, count, mean, median, variance, Math.sqrt(variance), min, max, p95, rate, slope);
  }
}
