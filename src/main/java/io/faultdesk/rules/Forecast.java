package io.faultdesk.rules;

import io.faultdesk.shared.ServiceName;

/**
 * A predicted fault as rules see it. Nothing predicts yet, so none comes but in a dry run.
 *
 * @param service the service that may fail
 * @param probability of a fault within the horizon, 0 to 1
 * @param horizon how far ahead it looks, in seconds
 */
public record Forecast(ServiceName service, double probability, double horizon) {}
