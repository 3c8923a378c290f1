package io.faultdesk.incident;

/** Somebody took responsibility for the incident; published inside the transaction. */
public record IncidentAcknowledged(String number, String by) {}
