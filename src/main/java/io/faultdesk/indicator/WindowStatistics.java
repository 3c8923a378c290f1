package io.faultdesk.indicator;

import java.time.Duration;

/**
 * The statistics of one sliding window at one moment, computed when first asked for; all of them {@code NaN} where the
 * window holds too few samples.
 */
public interface WindowStatistics {

  /** How far back the window reaches. */
  Duration length();

  /** Number of samples. */
  long count();

  /** Arithmetic mean. */
  double mean();

  /** Middle value, the mean of the two middle ones where the count is even. */
  double median();

  /** Sample variance, divided by n − 1. */
  double variance();

  /** Square root of the variance. */
  double deviation();

  /** Smallest value. */
  double min();

  /** Largest value. */
  double max();

  /** 95th percentile. */
  double p95();

  /** Per second: growth of a counter, or samples of a gauge. */
  double rate();

  /** Least-squares slope of value over time, per second. */
  double slope();
}
