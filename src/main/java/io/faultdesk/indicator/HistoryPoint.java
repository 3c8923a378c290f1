package io.faultdesk.indicator;

import java.time.Instant;

/**
 * An indicator's stored figures over one step of its history.
 *
 * @param time when the step starts
 * @param count number of samples, at least one
 * @param deviation sample standard deviation; {@code NaN} for one sample
 * @param last the newest value
 */
public record HistoryPoint(
    Instant time, long count, double mean, double min, double max, double deviation, double last) {}
