package io.faultdesk.incident;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An incident was opened; published inside its transaction, so that its process starts in the same one. */
public record IncidentOpened(
    String number,
    String title,
    @Nullable String service,
    String category,
    @Nullable String severity,
    int priority,
    String impact,
    String urgency,
    @Nullable String ownerTeam,
    String why,
    Instant openedAt,
    Instant respondWarnAt,
    Instant resolveWarnAt,
    Instant respondBy,
    Instant resolveBy) {}
