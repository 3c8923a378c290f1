package io.faultdesk.incident;

/** Every finding of an incident has cleared that nobody had acknowledged; published inside the transaction. */
public record FindingsCleared(String number) {}
