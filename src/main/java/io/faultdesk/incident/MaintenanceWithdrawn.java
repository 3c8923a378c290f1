package io.faultdesk.incident;

/** A maintenance window was cancelled before anybody decided on it; published inside its transaction. */
public record MaintenanceWithdrawn(String number, String by) {}
