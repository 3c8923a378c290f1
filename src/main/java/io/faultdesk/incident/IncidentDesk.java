package io.faultdesk.incident;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Where incidents are opened, looked up and moved on. A transition that the state forbids is a {@link
 * TransitionForbidden}, an unknown number an {@link UnknownIncident}. Each call runs in the caller's transaction or, where
 * there is none, in its own.
 */
@Component
public class IncidentDesk {

  /**
   * Takes a finding into the open incident of its key, or opens one. Taking the same open finding again changes nothing.
   * Needs the caller's transaction; two nodes racing for one key make the loser's transaction fail with a {@link
   * org.springframework.dao.DataIntegrityViolationException}, to be retried.
   *
   * @return the incident's number
   */
  public String raise(NewFinding finding) {
    throw new UnsupportedOperationException();
  }

  /** Counts further messages about an open finding as occurrences; nothing happens where it is not open. */
  public void repeated(String findingKey, int times, Instant at) {
    throw new UnsupportedOperationException();
  }

  /** Records that a finding has cleared; nothing happens where it is not open. */
  public void cleared(String findingKey, Instant at) {
    throw new UnsupportedOperationException();
  }

  /** Keys and openings of all findings that are open, so that detection can go on after a restart. */
  public List<OpenFinding> openFindings() {
    throw new UnsupportedOperationException();
  }

  /** A finding that is open, whatever its source. */
  public record OpenFinding(String key, String service, FindingSource source, Instant openedAt) {}

  /** The incident of that number. */
  public Optional<IncidentView> find(String number) {
    throw new UnsupportedOperationException();
  }

  /** The numbers of all incidents that are not closed. */
  public List<String> openNumbers() {
    throw new UnsupportedOperationException();
  }

  /** Somebody takes responsibility; nothing happens where somebody already has. */
  public void acknowledge(String number, String by, @Nullable String note) {
    throw new UnsupportedOperationException();
  }

  /** The work enters that phase. */
  public void enter(String number, Phase phase) {
    throw new UnsupportedOperationException();
  }

  /** A task of the incident now lies with that team, and that member of it where one is named. */
  public void assigned(String number, String team, @Nullable String assignee) {
    throw new UnsupportedOperationException();
  }

  /** Remembers which process works the incident off. */
  public void processStarted(String number, String processInstanceId) {
    throw new UnsupportedOperationException();
  }

  /** Writes what a person answered in a task on the timeline, such as {@code diagnosed}, with its text. */
  public void note(String number, String kind, String by, String text) {
    throw new UnsupportedOperationException();
  }

  /** A person names the place of the fault. */
  public void located(String number, String component, String cause, String by) {
    throw new UnsupportedOperationException();
  }

  /** The findings of that incident that are open and not a person's, as sentences; empty when recovery is proven. */
  public List<String> stillOpen(String number) {
    throw new UnsupportedOperationException();
  }

  /** Recovery is proven, called by the process. */
  public void resolved(String number, String by, String text) {
    throw new UnsupportedOperationException();
  }

  /** The incident ends, called by its process; nothing happens where it already has. */
  public void close(String number, ClosureReason reason, String by, String text) {
    throw new UnsupportedOperationException();
  }

  /** Merges the incident into another open one and closes it as its duplicate, called by its process. */
  public void merge(String number, String into, String by) {
    throw new UnsupportedOperationException();
  }

  /**
   * A clock of the incident has come to that share of its time: the timeline says so and, at 100 percent, the priority goes
   * up by one.
   *
   * @param clock {@code respond} or {@code resolve}
   */
  public void escalate(String number, String clock, int percent) {
    throw new UnsupportedOperationException();
  }

  /** What the review taught: the root cause, the lesson, and whether the rule was useful, kept as label. */
  public void reviewed(String number, String rootCause, String lesson, boolean ruleUseful, String by) {
    throw new UnsupportedOperationException();
  }
}
