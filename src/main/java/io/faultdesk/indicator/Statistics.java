package io.faultdesk.indicator;

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
    implements WindowStatistics {}
