package io.faultdesk.notification;

/**
 * A message to a person about one step of one incident.
 *
 * @param step what happened, such as {@code assigned:TASKID}, {@code resolve-75}; with incident, person and channel the
 *     key that makes a notice unique
 * @param person sign-in name
 */
public record Notice(String incident, String step, String person, String subject, String body) {}
