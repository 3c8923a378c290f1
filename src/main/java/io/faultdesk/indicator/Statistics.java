package io.faultdesk.indicator;

import io.faultdesk.catalog.IndicatorInfo.Kind;
import java.time.Duration;

/** What a window held at one moment, in numbers. */
record Statistics(
    Duration length,
    long count,
    double mean,
    double median,
    double variance,
    double deviation,
    double min,
    double max,
    double p95,
    double rate,
    double slope)
    implements WindowStatistics {

  /** Those of a window that holds nothing. */
  static Statistics empty(Duration length, Kind kind) {
    double none = Double.NaN;
    double rate = kind == Kind.GAUGE ? 0 : none;
    return new Statistics(length, 0, none, none, none, none, none, none, none, rate, none);
  }
}
