package io.faultdesk.incident;

import io.faultdesk.incident.IncidentDesk.Repeated;
import io.faultdesk.incident.MaintenancePreview.Affected;
import io.faultdesk.incident.MutedFindingView.Outcome;
import io.faultdesk.incident.MutedFindingView.Reason;
import io.faultdesk.incident.Suppression.Muted;
import io.faultdesk.incident.Suppression.Stage;
import io.faultdesk.shared.Digest;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A finding without an incident, and why. It ends when it clears or when it is raised after all. */
@Entity
@DynamicUpdate
@Table(name = "muted_finding")
class MutedFinding {

  /** Beyond so many reasons only the first and the latest are kept. */
  private static final int MAX_REASONS = 50;

  private static final int MAX_REMARKS = 200;

  /** So often it is judged again whatever keeps it quiet, should the end of that have been missed. */
  private static final Duration JUDGED_EVERY = Duration.ofHours(1);

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY) private @Nullable Long id;

  private @Nullable String openKey;

  private String keyDigest;

  private String service;
  private String name;

  @Enumerated(EnumType.STRING)
  @JdbcTypeCode(SqlTypes.VARCHAR) private Stage stage;

  @SuppressWarnings("UnusedVariable") // queries read it
  private @Nullable String cause;

  private @Nullable Instant reviewAt;
  private Instant openedAt;
  private Instant mutedAt;
  private @Nullable Instant endedAt;

  @Enumerated(EnumType.STRING)
  @JdbcTypeCode(SqlTypes.VARCHAR) private @Nullable Outcome outcome;

  private @Nullable Long incidentId;
  private long repeats;

  @Column(length = Texts.MAX) private String finding;

  @Column(length = Texts.MAX) private String reasons;

  @Column(length = Texts.MAX) private @Nullable String remarks;

  MutedFinding(NewFinding finding, Muted why, Instant now) {
    this.keyDigest = Digest.of(finding.key());
    this.openKey = keyDigest;
    this.service = finding.service().value();
    this.name = Texts.shorten(finding.name(), Finding.MAX_NAME);
    this.openedAt = finding.openedAt();
    this.mutedAt = now;
    this.finding = text(finding);
    this.stage = why.stage();
    this.reasons = Json.write((Object) List.of(new Reason(now, why.stage(), why.reason())));
    this.cause = why.cause();
    this.reviewAt = next(why, now);
  }

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected MutedFinding() {}

  private static String text(NewFinding finding) {
    String text = Json.write((Object) finding);
    return text.length() <= Texts.MAX ? text : Json.write((Object) finding.withoutEvidence());
  }

  String keyDigest() {
    return keyDigest;
  }

  boolean isOpen() {
    return openKey != null;
  }

  NewFinding finding() {
    return Json.read(finding, NewFinding.class);
  }

  /** It stays without incident, for that reason from now on. */
  void mute(Muted why, Instant now) {
    List<Reason> all = new ArrayList<>(reasons());
    Reason last = all.getLast();
    if (last.stage() != why.stage() || !last.text().equals(why.reason())) {
      if (all.size() == MAX_REASONS) {
        all.removeLast();
      }
      all.add(new Reason(now, why.stage(), why.reason()));
      reasons = Json.write((Object) all);
    }
    stage = why.stage();
    cause = why.cause();
    reviewAt = next(why, now);
  }

  private static Instant next(Muted why, Instant now) {
    Instant again = now.plus(JUDGED_EVERY);
    Instant until = why.until();
    return until != null && until.isBefore(again) ? until : again;
  }

  /** It is as bad as that now, which may be too bad for what keeps it quiet. */
  void worsen(NewFinding worse, Instant now) {
    finding = text(worse.openedAt(openedAt));
    reviewAt = now;
  }

  void repeated(Repeated said) {
    repeats += said.times();
    finding = text(said.finding().openedAt(openedAt));
  }

  void remark(Remarked remark) {
    List<Remarked> all = new ArrayList<>(remarks());
    if (all.size() < MAX_REMARKS || remark.acknowledges()) {
      all.add(remark);
      String text = Json.write((Object) all);
      remarks = text.length() <= Texts.MAX ? text : remarks;
    }
  }

  /** To be judged again at that moment, although nothing has ended. */
  void postpone(Instant until) {
    reviewAt = until;
  }

  void clear(Instant at) {
    end(Outcome.CLEARED, at);
  }

  /** It belongs to that incident from now on. */
  void raised(long incident, Instant at) {
    incidentId = incident;
    end(Outcome.RAISED, at);
  }

  private void end(Outcome how, Instant at) {
    openKey = null;
    reviewAt = null;
    cause = null;
    outcome = how;
    endedAt = at;
  }

  Instant mutedAt() {
    return mutedAt;
  }

  long repeats() {
    return repeats;
  }

  List<Reason> reasons() {
    return List.of(Json.read(reasons, Reason[].class));
  }

  List<Remarked> remarks() {
    return remarks == null ? List.of() : List.of(Json.read(remarks, Remarked[].class));
  }

  /** What a planned maintenance is told of it. */
  Affected affected() {
    NewFinding muted = finding();
    return new Affected(service, name, muted.severity(), muted.labels(), openedAt, null);
  }

  MutedFindingView view() {
    NewFinding muted = finding();
    return new MutedFindingView(
        id == null ? 0 : id,
        service,
        name,
        muted.source(),
        muted.severity(),
        muted.because(),
        muted.labels(),
        openedAt,
        stage,
        reasons(),
        isOpen() ? reviewAt : null,
        repeats,
        endedAt,
        outcome,
        incidentId == null ? null : new IncidentNumber(incidentId).toString());
  }

  /** What somebody told another monitor while it was quiet; written on the timeline where it is raised. */
  record Remarked(Instant at, String by, String text, boolean acknowledges) {}
}
