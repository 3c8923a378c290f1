package io.faultdesk.incident;

import io.faultdesk.shared.ServiceName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A fault that one service had as part of an incident and of its duplicates, as far as nobody has denied it.
 *
 * @param begunAt when the first finding of that service opened
 * @param endedAt when the last one cleared, or else the incident was resolved or closed; null where it goes on
 * @param incident number of the incident, of duplicates that of the one that they were merged into
 */
public record PastFault(ServiceName service, Instant begunAt, @Nullable Instant endedAt, String incident) {}
