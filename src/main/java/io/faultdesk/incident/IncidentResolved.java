package io.faultdesk.incident;

/** The incident was resolved over the API, not by its process; published inside the transaction. */
public record IncidentResolved(String number, String by) {}
