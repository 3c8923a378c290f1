package io.faultdesk.incident;

import io.faultdesk.shared.ServiceName;
import java.time.Instant;

/**
 * A fault that was foreseen and that a person did something about, so that nobody will know whether it would have come.
 *
 * @param foreseenAt when the incident of the forecast opened
 * @param preventedAt when that person said so
 * @param incident number of the incident of the forecast
 */
public record PreventedFault(
    ServiceName service, Instant foreseenAt, Instant preventedAt, String incident, String by) {}
