package io.faultdesk.incident;

/**
 * The people who work on an incident are to be told something about it that gives them no new task.
 *
 * @param kind the short word of the timeline, such as {@code flapping-started}
 * @param text one sentence or more for people
 */
public record IncidentNews(String number, String kind, String text) {}
