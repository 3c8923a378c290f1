package io.faultdesk.indicator;

import io.faultdesk.shared.ServiceName;

/** Which indicator of which service. */
public record SeriesKey(ServiceName service, String indicator) {}
