package io.faultdesk.incident;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;

/** When people were told of the growth of a group, and when they are told again. */
@Entity
@Table(name = "incident_group")
class GroupedIncident {

  @Id private long incidentId;
  private Instant toldAt;

  @SuppressWarnings("UnusedVariable") // queries read it
  private Instant dueAt;

  private int pending;
  private long intervalMs;
  private long repeatMs;

  GroupedIncident(long incidentId, QuietSettings.Group group, Instant now) {
    this.incidentId = incidentId;
    this.intervalMs = group.interval().toMillis();
    this.repeatMs = group.repeat().toMillis();
    told(now);
  }

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected GroupedIncident() {}

  /** One more has come, which is told with others at the end of the interval. */
  void grew() {
    pending++;
    dueAt = toldAt.plusMillis(intervalMs);
  }

  /** People know; the next reminder is due after the time to repeat. */
  private void told(Instant now) {
    pending = 0;
    toldAt = now;
    dueAt = now.plusMillis(repeatMs);
  }

  /** What to tell of the incident now. */
  void tell(Incident incident, Instant now) {
    if (pending > 0) {
      incident.tell("group-grew", pending + (pending == 1 ? " more finding has" : " more findings have") + " come",
          now);
    } else {
      incident.tell("still-open", "open for " + minutes(Duration.between(incident.openedAt(), now)), now);
    }
    told(now);
  }

  private static String minutes(Duration time) {
    return time.toHours() > 0 ? time.toHours() + " h " + time.toMinutesPart() + " min" : time.toMinutes() + " min";
  }

  long incidentId() {
    return incidentId;
  }
}
