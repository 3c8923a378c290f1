package io.faultdesk.incident;

import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** A line of the timeline as it is stored; written once and never changed. */
@Entity
@Immutable
@Table(name = "incident_timeline")
class Chronicle {

  @EmbeddedId private RecordId id;
  private Instant happenedAt;
  private String kind;
  private String actor;

  @Column(length = Texts.MAX) private String content;

  Chronicle(RecordId id, Instant happenedAt, String kind, String actor, String content) {
    this.id = id;
    this.happenedAt = happenedAt;
    this.kind = kind;
    this.actor = actor;
    this.content = content;
  }

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected Chronicle() {}

  int ordinal() {
    return id.ordinal();
  }

  TimelineEntry view() {
    return new TimelineEntry(happenedAt, kind, actor, content);
  }
}
