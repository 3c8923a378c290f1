package io.faultdesk.incident;

/** The incident a report became part of, and whether it was opened for it. */
public record Reported(IncidentView incident, boolean opened) {}
