package io.faultdesk.incident;

import io.faultdesk.incident.IncidentSettings.Due;
import jakarta.persistence.Embeddable;
import java.time.Instant;
import java.util.Locale;

/** One of the clocks that run against an incident: when it ends and how far it has escalated. */
@Embeddable
class Deadline {

  private Instant due;
  private int escalated;

  Deadline(Due due) {
    this.due = due.by();
  }

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected Deadline() {}

  Instant due() {
    return due;
  }

  /** Takes the earlier end; tells whether it was earlier. */
  boolean shorten(Due to) {
    boolean earlier = to.by().isBefore(due);
    if (earlier) {
      due = to.by();
    }
    return earlier;
  }

  /** Notes that so many percent of its time have passed; tells whether that was not known. */
  boolean escalate(int percent) {
    boolean further = percent > escalated;
    escalated = Math.max(escalated, percent);
    return further;
  }

  /** What must be reached before the clock has run down. */
  enum Goal {
    RESPOND,
    RESOLVE;

    static Goal of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
