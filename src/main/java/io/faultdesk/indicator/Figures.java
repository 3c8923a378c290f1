package io.faultdesk.indicator;

/** The stored figures of one minute; {@code squares} is the sum of the squared deviations from the mean. */
record Figures(
    long startsAt, long count, double mean, double squares, double lowest, double highest, double newest) {}
