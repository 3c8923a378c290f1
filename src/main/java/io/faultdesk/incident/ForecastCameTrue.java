package io.faultdesk.incident;

/**
 * What an open incident foresaw has happened and is worked on in another one, into which the first is to be merged; published
 * inside the transaction, while both are locked.
 *
 * @param fault the number of the other one
 */
public record ForecastCameTrue(String number, String fault) {}
