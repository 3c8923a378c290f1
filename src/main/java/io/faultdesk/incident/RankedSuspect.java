package io.faultdesk.incident;

import io.faultdesk.incident.IncidentView.Suspect;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/** A component under suspicion as it is stored; a person's word scores 1. */
@Entity
@Immutable
@Table(name = "incident_suspect")
class RankedSuspect {

  private static final int MAX_COMPONENT = 200;
  private static final int MAX_WHY = 1000;

  @EmbeddedId private RecordId id;
  private String component;
  private double score;
  private String why;

  RankedSuspect(RecordId id, String component, double score, String why) {
    this.id = id;
    this.component = Texts.shorten(component, MAX_COMPONENT);
    this.score = score;
    this.why = Texts.shorten(why, MAX_WHY);
  }

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected RankedSuspect() {}

  long incidentId() {
    return id.incidentId();
  }

  Suspect view() {
    return new Suspect(component, score, why);
  }
}
