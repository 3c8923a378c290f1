package io.faultdesk.signal;

import io.faultdesk.shared.ServiceName;

/**
 * One measured number.
 *
 * @param value finite
 * @param time epoch milliseconds
 */
public record Sample(ServiceName service, String indicator, double value, long time) {}
