package io.faultdesk.incident;

/** The incident has another priority now; published inside the transaction. */
public record PriorityChanged(String number, int priority) {}
