package io.faultdesk.signal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A body that could not be read, wholly or in part, as the list shows it.
 *
 * @param receivedAt when it came first
 * @param times how often the same body came on that route; senders repeat what was refused
 * @param sender the user or token that sent it
 * @param size bytes that are kept of it
 * @param truncated true where there was more of it than is kept
 * @param excerpt how it begins
 */
record DeadLetter(
    long id,
    String route,
    String reason,
    Instant receivedAt,
    Instant lastReceivedAt,
    int times,
    @Nullable String sender,
    @Nullable String contentType,
    int size,
    boolean truncated,
    String excerpt) {}
