package io.faultdesk.incident;

/** Every finding of an incident that is still worked on has cleared, but for what people said; published inside the transaction. */
public record FindingsCleared(String number) {}
