package io.faultdesk.prediction;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A model that is kept.
 *
 * @param turn ascends with each activation, null where it never was in force
 * @param activatedBy null where a change of the folder did it
 * @param folder version of the file in the folder when it was put in force
 */
record ModelVersion(
    String version,
    String name,
    Instant seenAt,
    @Nullable Long turn,
    @Nullable Instant activatedAt,
    @Nullable String activatedBy,
    @Nullable String folder) {}
