package io.faultdesk.incident;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An incident was opened; published inside its transaction, so that its process starts in the same one.
 *
 * @param severity of the finding that opened it; null where a person did
 * @param source who says so: {@code rule}, {@code forecast}, {@code alert} or {@code person}
 * @param ownerTeam the team that the catalog names for the service
 * @param why one sentence or more for people; null where a person said no more than the title
 * @param respondWarnAt when 75 % of the time to respond have passed, in the hours its clock runs
 * @param resolveWarnAt when 75 % of the time to resolve have passed
 * @param workingHoursAt when working hours begin the next time
 */
public record IncidentOpened(
    String number,
    String title,
    @Nullable String service,
    String category,
    @Nullable String severity,
    String source,
    int priority,
    String impact,
    String urgency,
    @Nullable String ownerTeam,
    @Nullable String why,
    Instant openedAt,
    Instant respondWarnAt,
    Instant resolveWarnAt,
    Instant respondBy,
    Instant resolveBy,
    Instant workingHoursAt) {}
