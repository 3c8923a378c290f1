package io.faultdesk.incident;

import java.time.Instant;

/**
 * One line of an incident's story.
 *
 * @param kind a short stable word such as {@code acknowledged}
 * @param by a user id, or {@code system}
 * @param text may be empty
 */
public record TimelineEntry(Instant at, String kind, String by, String text) {}
