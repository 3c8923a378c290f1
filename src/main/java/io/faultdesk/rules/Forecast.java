package io.faultdesk.rules;

import io.faultdesk.shared.ServiceName;

/**
 * A predicted fault as rules see it.
 *
 * @param probability of a fault within the horizon, 0 to 1
 * @param horizon seconds
 */
public record Forecast(ServiceName service, double probability, double horizon) {}
