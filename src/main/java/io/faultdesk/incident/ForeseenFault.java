package io.faultdesk.incident;

import io.faultdesk.shared.ServiceName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An incident of what was foreseen of a service, whatever became of it.
 *
 * @param closedAt null where it is not closed yet
 * @param incident its number
 */
public record ForeseenFault(ServiceName service, Instant openedAt, @Nullable Instant closedAt, String incident) {}
