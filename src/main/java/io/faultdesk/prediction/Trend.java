package io.faultdesk.prediction;

import io.faultdesk.shared.ServiceName;

/**
 * When an indicator reaches its limit if it goes on as it did lately.
 *
 * @param name of the indicator
 * @param unit such as {@code %}, or empty
 * @param last its newest stored value
 * @param limit as declared
 * @param slope per hour; negative where the limit lies below
 * @param seconds until the limit; 0 where it is reached
 * @param earliest in nine cases of ten it takes at least so many seconds …
 * @param latest … and at most so many; infinite where it may take longer than is looked ahead, or never happen
 */
public record Trend(
    ServiceName service,
    String name,
    String unit,
    double last,
    double limit,
    double slope,
    double seconds,
    double earliest,
    double latest) {}
