package io.faultdesk.incident;

/** The incident was closed from outside its process (merged, or a false alarm); published inside the transaction. */
public record IncidentClosed(String number, String reason) {}
