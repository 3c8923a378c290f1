package io.faultdesk.incident;

import java.time.Instant;

/**
 * An incident ended as recovered, cleared or cancelled although this finding of it was open, which is therefore nobody's;
 * published inside the transaction.
 *
 * @param number the incident's
 * @param at when it ended
 */
public record FindingLeftOpen(String number, String key, String service, Instant at) {}
