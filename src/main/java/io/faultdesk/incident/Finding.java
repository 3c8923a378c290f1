package io.faultdesk.incident;

import io.faultdesk.incident.IncidentView.FindingView;
import io.faultdesk.incident.IncidentView.QuietReason;
import io.faultdesk.incident.MaintenancePreview.Affected;
import io.faultdesk.incident.Opening.Observation;
import io.faultdesk.incident.Suppression.Stage;
import io.faultdesk.shared.Category;
import io.faultdesk.shared.Digest;
import io.faultdesk.shared.Severity;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Enumerated;
import jakarta.persistence.EnumType;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** What was found or said to be wrong; open until it is cleared, which for a person's word never happens. */
@Entity
@Table(name = "incident_finding")
class Finding {

  /** Columns are twice as wide, because H2 counts a character beyond the basic plane as two. */
  static final int MAX_NAME = 200;

  static final int MAX_BECAUSE = 1000;

  @EmbeddedId private RecordId id;

  private @Nullable String openKey;

  private @Nullable String findingKey;

  @SuppressWarnings("UnusedVariable") // queries read it
  private @Nullable String keyDigest;

  @Enumerated(EnumType.STRING)
  @JdbcTypeCode(SqlTypes.VARCHAR) private FindingSource source;

  private String name;

  private @Nullable String service;

  @Enumerated(EnumType.STRING)
  @JdbcTypeCode(SqlTypes.VARCHAR) private @Nullable Severity severity;

  private String because;

  @SuppressWarnings("UnusedVariable") // queries read it
  private @Nullable String ruleName;

  @Column(length = Texts.MAX) private @Nullable String evidence;

  private Instant openedAt;
  private @Nullable Instant clearedAt;

  @Enumerated(EnumType.STRING)
  @JdbcTypeCode(SqlTypes.VARCHAR) private @Nullable Stage quietStage;

  private @Nullable String quietReason;
  private boolean flapping;

  Finding(RecordId id, Observation observed) {
    this.id = id;
    this.findingKey = observed.key();
    this.keyDigest = observed.key() == null ? null : Digest.of(observed.key());
    this.openKey = keyDigest;
    this.source = observed.source();
    this.name = Texts.shorten(observed.name(), MAX_NAME);
    this.service = observed.service() == null ? null : observed.service().value();
    this.severity = observed.severity();
    this.because = Texts.shorten(observed.because(), MAX_BECAUSE);
    this.evidence = evidence(observed.evidence());
    this.ruleName =
        observed.evidence().get(NewFinding.RULE) instanceof String rule ? Texts.shorten(rule, MAX_NAME) : null;
    this.openedAt = observed.openedAt();
    Suppression quiet = observed.quiet();
    if (quiet != null) {
      this.quietStage = quiet.stage();
      this.quietReason = Texts.shorten(quiet.reason(), MAX_BECAUSE);
    }
  }

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected Finding() {}

  private static @Nullable String evidence(Map<String, Object> evidence) {
    String text = Json.write(evidence);
    return text == null || text.length() <= Texts.MAX
        ? text
        : Json.write(Map.of("dropped", "evidence of " + text.length() + " characters"));
  }

  /** That is what was said of it last. */
  void restate(NewFinding said) {
    because = Texts.shorten(said.because(), MAX_BECAUSE);
    evidence = evidence(said.evidence());
  }

  /** It is as bad as that now. */
  void worsen(Observation observed) {
    severity = observed.severity();
    because = Texts.shorten(observed.because(), MAX_BECAUSE);
    evidence = evidence(observed.evidence());
  }

  /** Whether it comes and goes too often to tell of each time. */
  void flap(boolean flaps) {
    flapping = flaps;
  }

  void clear(Instant at) {
    clearedAt = at.isBefore(openedAt) ? openedAt : at;
    openKey = null;
  }

  /** Belongs to no work any more, though it is open; its key is free for what opens next. */
  void leave() {
    openKey = null;
  }

  /** The digest of its key while it is open. */
  String openKey() {
    return Objects.requireNonNull(openKey, "the finding is not open");
  }

  @Nullable
  String key() {
    return findingKey;
  }

  @Nullable
  String service() {
    return service;
  }

  long incidentId() {
    return id.incidentId();
  }

  boolean isFlapping() {
    return flapping;
  }

  /** Whether it is another service's or another fault's, taken in with what seemed to be its cause. */
  boolean isCollected() {
    return quietStage == Stage.DEPENDENCY || quietStage == Stage.STORM;
  }

  int ordinal() {
    return id.ordinal();
  }

  FindingSource source() {
    return source;
  }

  String name() {
    return name;
  }

  /** What a planned maintenance is told of it, as a part of an incident of that category. */
  Affected affected(Category category) {
    String of = service == null ? "" : service;
    return new Affected(
        of,
        name,
        severity,
        NewFinding.labels(name, of, severity, category, source, Json.object(evidence)),
        openedAt,
        new IncidentNumber(id.incidentId()).toString());
  }

  /** Says for people that it is open. */
  String sentence() {
    return name + ": " + because;
  }

  FindingView view() {
    return new FindingView(
        source,
        name,
        service,
        severity,
        because,
        openedAt,
        clearedAt,
        Json.object(evidence),
        quietStage == null || quietReason == null ? null : new QuietReason(quietStage, quietReason),
        flapping);
  }
}
