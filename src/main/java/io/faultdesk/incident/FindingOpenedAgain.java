package io.faultdesk.incident;

/** A finding joined an incident that is already open; published inside the transaction. */
public record FindingOpenedAgain(String number) {}
