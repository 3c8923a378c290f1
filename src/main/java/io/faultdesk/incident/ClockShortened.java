package io.faultdesk.incident;

import java.time.Instant;

/**
 * A clock of the incident ends earlier than it did; published inside the transaction.
 *
 * @param clock {@code respond} or {@code resolve}
 * @param warnAt when 75 % of its time have passed
 * @param by when it ends
 */
public record ClockShortened(String number, String clock, Instant warnAt, Instant by) {}
