package io.faultdesk.incident;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A finding that comes and goes too often to tell of each time. */
@Entity
@Table(name = "flapping_finding")
class FlappingFinding {

  @Id private String keyDigest;
  private String name;
  private String service;
  private Instant since;

  @SuppressWarnings("UnusedVariable") // queries read it
  private Instant reviewAt;

  private long incidentId;

  FlappingFinding(String keyDigest, NewFinding finding, long incidentId, Instant since, Instant reviewAt) {
    this.keyDigest = keyDigest;
    this.name = Texts.shorten(finding.name(), Finding.MAX_NAME);
    this.service = finding.service().value();
    this.incidentId = incidentId;
    this.since = since;
    this.reviewAt = reviewAt;
  }

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected FlappingFinding() {}

  String keyDigest() {
    return keyDigest;
  }

  /** The incident in which people were told that it flaps. */
  long incidentId() {
    return incidentId;
  }

  void reviewAt(Instant then) {
    reviewAt = then;
  }

  @Override
  public String toString() {
    return name + " on " + service + ", since " + since;
  }
}
