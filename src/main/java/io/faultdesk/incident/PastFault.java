package io.faultdesk.incident;

import io.faultdesk.shared.ServiceName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A fault that one service had as part of an incident, as far as nobody has denied it.
 *
 * @param begunAt when the first of its findings opened
 * @param endedAt when the incident was resolved, null where it goes on
 * @param incident number of the incident
 */
public record PastFault(ServiceName service, Instant begunAt, @Nullable Instant endedAt, String incident) {}
