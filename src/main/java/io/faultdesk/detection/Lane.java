package io.faultdesk.detection;

import io.faultdesk.incident.FindingLeftOpen;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.signal.InboxAlert;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;

/**
 * The queue of one service: its state, the alerts that wait to be judged, and when it is due. Only one worker at a time walks
 * a lane, so a service's signals are judged in order.
 */
final class Lane {

  private static final Duration FIRST_REST = Duration.ofSeconds(1);
  private static final int MAX_DOUBLINGS = 5;

  /** Many times what any step takes. */
  private static final Duration STUCK = Duration.ofMinutes(1);

  private final ServiceName service;
  private final Queue<InboxAlert> alerts = new ArrayDeque<>();
  private final Queue<FindingLeftOpen> left = new ArrayDeque<>();
  private ServiceState state;
  private boolean waiting;
  private Instant leaseEnd;
  private Instant judgedAt = Instant.EPOCH;
  private Instant restUntil = Instant.EPOCH;
  private Instant savedAt = Instant.EPOCH;
  private int failures;
  private boolean samples;
  private boolean taken;
  private Instant takenAt = Instant.EPOCH;
  /** The holds that are in the database. */
  private Map<String, Hold> saved;

  Lane(ServiceName service, ServiceState state) {
    this.service = service;
    this.state = state;
    this.waiting = state.waiting();
    this.leaseEnd = state.leaseEnd();
    this.saved = state.ownHolds();
  }

  ServiceName service() {
    return service;
  }

  /** Samples have come; how long the lane is not yet due on their account, told once until it is walked. */
  synchronized Duration samplesCame(Instant now, DetectionSettings settings) {
    Duration wait = Duration.between(now, judgedAt.plus(settings.spacing()));
    boolean told = samples;
    samples = true;
    return told || wait.isNegative() ? Duration.ZERO : wait;
  }

  synchronized void add(List<InboxAlert> more) {
    alerts.addAll(more);
  }

  synchronized void add(FindingLeftOpen finding) {
    left.add(finding);
  }

  /** The findings that the next step has to know of, because their incident has ended. */
  synchronized List<FindingLeftOpen> left() {
    return List.copyOf(left);
  }

  synchronized boolean drained() {
    return alerts.isEmpty();
  }

  /** Hands the lane to the caller if it is due and nobody walks it. */
  synchronized boolean takeIfDue(Instant now, DetectionSettings settings) {
    if (taken || now.isBefore(restUntil) || now.isBefore(dueAt(settings))) {
      return false;
    }
    taken = true;
    takenAt = now;
    samples = false;
    return true;
  }

  /** When it is to be judged next, unless something comes before; a moment that is past means at once. */
  synchronized Instant dueAt(DetectionSettings settings) {
    if (!alerts.isEmpty()) {
      return judgedAt;
    }
    Instant spaced = judgedAt.plus(settings.spacing());
    if (samples || waiting) {
      return spaced;
    }
    Instant idle = judgedAt.plus(settings.idle());
    return leaseEnd.isBefore(idle) ? Collections.max(List.of(leaseEnd, spaced)) : idle;
  }

  /**
   * The alerts of the next step. A message that ends what an earlier one of the same step claims is left for the step after
   * it, because a claim that begins and ends between two judgments would never be judged.
   */
  synchronized List<InboxAlert> next(int limit) {
    List<InboxAlert> next = new ArrayList<>();
    Set<String> claimed = new HashSet<>();
    for (InboxAlert waiting : alerts) {
      String identity = waiting.alert().identity();
      if (next.size() == limit || !waiting.alert().firing() && claimed.contains(identity)) {
        break;
      }
      if (waiting.alert().firing()) {
        claimed.add(identity);
      }
      next.add(waiting);
    }
    return next;
  }

  synchronized ServiceState state() {
    return state;
  }

  /**
   * The step's state holds from now on, and what was given to it is done.
   *
   * @param inDatabase whether the state is in the database
   */
  synchronized void done(ServiceState next, int leftTaken, int alertsTaken, Instant now, boolean inDatabase) {
    if (inDatabase) {
      saved = next.ownHolds();
      savedAt = now;
    }
    state = next;
    waiting = next.waiting();
    leaseEnd = next.leaseEnd();
    judgedAt = now;
    for (int i = 0; i < leftTaken; i++) {
      left.poll();
    }
    for (int i = 0; i < alertsTaken; i++) {
      alerts.poll();
    }
  }

  /** Whether the database does not have that state's holds. */
  synchronized boolean unsaved(ServiceState next) {
    return !next.ownHolds().equals(saved);
  }

  /** Whether nothing was saved for that long. */
  synchronized boolean savingDue(Duration every, Instant now) {
    return !now.isBefore(savedAt.plus(every));
  }

  /** Gives the lane up for good if nothing is remembered in it, nothing waits and nobody walks it. */
  synchronized boolean retire() {
    boolean idle =
        !taken && alerts.isEmpty() && saved.isEmpty() && state.holds().isEmpty() && state.episodes().isEmpty();
    taken |= idle;
    return idle;
  }

  /** Gives the lane back after a step that was recorded. */
  synchronized void release() {
    failures = 0;
    taken = false;
  }

  /** Gives the lane back after a step that failed; the more often in a row, the longer it is left alone. */
  synchronized void releaseFailed(Instant now) {
    restUntil = now.plus(FIRST_REST.multipliedBy(1L << Math.min(failures, MAX_DOUBLINGS)));
    failures++;
    taken = false;
  }

  /** Whether nobody need wait for it, because its last step failed and it is left alone for a while, or does not come back. */
  synchronized boolean resting(Instant now) {
    return now.isBefore(restUntil) || taken && takenAt.plus(STUCK).isBefore(now);
  }
}
