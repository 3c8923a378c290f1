package io.faultdesk.incident;

import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Enumerated;
import jakarta.persistence.EnumType;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** Reports, alerts or findings that an incident took in at one moment; written once and never changed. */
@Entity
@Immutable
@Table(name = "incident_occurrence")
@SuppressWarnings("UnusedVariable") // only reports in SQL read it
class Occurrence {

  @EmbeddedId private RecordId id;
  private Instant happenedAt;

  @Enumerated(EnumType.STRING)
  @JdbcTypeCode(SqlTypes.VARCHAR) private FindingSource source;

  private String name;
  private int times;

  Occurrence(RecordId id, Instant happenedAt, FindingSource source, String name, int times) {
    this.id = id;
    this.happenedAt = happenedAt;
    this.source = source;
    this.name = Texts.shorten(name, Finding.MAX_NAME);
    this.times = times;
  }

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected Occurrence() {}
}
