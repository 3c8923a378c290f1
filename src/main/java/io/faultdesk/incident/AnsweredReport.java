package io.faultdesk.incident;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** Remembers the answer to a report with an {@code Idempotency-Key}, so that the same report gets it again. */
@Entity
@Immutable
@Table(name = "incident_report")
class AnsweredReport {

  @Id private String senderKey;
  private String bodyDigest;
  private long incidentId;
  private boolean opened;

  @SuppressWarnings("UnusedVariable") // queries read it
  private Instant receivedAt;

  AnsweredReport(String senderKey, String bodyDigest, long incidentId, boolean opened, Instant receivedAt) {
    this.senderKey = senderKey;
    this.bodyDigest = bodyDigest;
    this.incidentId = incidentId;
    this.opened = opened;
    this.receivedAt = receivedAt;
  }

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected AnsweredReport() {}

  boolean answers(String body) {
    return bodyDigest.equals(body);
  }

  long incidentId() {
    return incidentId;
  }

  boolean opened() {
    return opened;
  }
}
