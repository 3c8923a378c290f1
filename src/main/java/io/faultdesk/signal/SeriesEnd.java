package io.faultdesk.signal;

import io.faultdesk.shared.ServiceName;

/**
 * What fed an indicator has ended: until a newer sample comes, there is none.
 *
 * @param time epoch milliseconds
 */
public record SeriesEnd(ServiceName service, String indicator, long time) {}
