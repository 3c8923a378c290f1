package io.faultdesk.incident;

import io.faultdesk.incident.MaintenanceWindowView.Decision;
import io.faultdesk.incident.MaintenanceWindowView.Occasion;
import io.faultdesk.incident.MaintenanceWindowView.State;
import io.faultdesk.shared.LabelMatcher;
import io.faultdesk.shared.ServiceName;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A time, once or again and again, at which findings on some services are expected and open no incidents. */
@Entity
@Table(name = "maintenance_window")
class MaintenanceWindow {

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY) private @Nullable Long id;

  @Version private int revision;

  private String title;

  @Column(length = Texts.MAX) private String services;

  @Column(length = Texts.MAX) private @Nullable String matchers;

  private String zoneId;
  private String localStart;
  private long durationSeconds;
  private @Nullable String recurrence;

  @Column(length = Texts.MAX) private @Nullable String exceptions;

  private String reason;
  private String owner;

  @Enumerated(EnumType.STRING)
  @JdbcTypeCode(SqlTypes.VARCHAR) private State state;

  private Instant createdAt;
  private @Nullable Instant decidedAt;
  private @Nullable String decidedBy;
  private @Nullable String decision;
  private @Nullable Instant cutAt;

  @SuppressWarnings("UnusedVariable") // queries read it
  private @Nullable Instant endsAt;

  MaintenanceWindow(
      MaintenancePlan plan, @Nullable String recurrence, String owner, boolean needsApproval, Instant now) {
    Schedule schedule = plan.schedule();
    this.title = plan.title();
    this.services = Json.write((Object) plan.services());
    this.matchers = Json.write(plan.matchers().stream().map(LabelMatcher::toString).toList());
    this.zoneId = schedule.zone().getId();
    this.localStart = schedule.start().toString();
    this.durationSeconds = schedule.duration().toSeconds();
    this.recurrence = recurrence;
    this.exceptions = Json.write(schedule.exceptions().stream().map(LocalDate::toString).sorted().toList());
    this.reason = plan.reason();
    this.owner = owner;
    this.state = needsApproval ? State.PROPOSED : State.APPROVED;
    this.createdAt = now;
    this.endsAt = schedule.end().orElse(null);
  }

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected MaintenanceWindow() {}

  long id() {
    return Objects.requireNonNull(id);
  }

  int revision() {
    return revision;
  }

  String number() {
    return new WindowNumber(id()).toString();
  }

  String owner() {
    return owner;
  }

  boolean isProposed() {
    return state == State.PROPOSED;
  }

  boolean isApproved() {
    return state == State.APPROVED;
  }

  void approve(String by, String text, Instant now) {
    decide(State.APPROVED, "approve", by, text, now);
  }

  void reject(String by, String text, Instant now) {
    decide(State.REJECTED, "reject", by, text, now);
  }

  /** Nobody approved it in time. */
  void expire(String by, String text, Instant now) {
    decide(State.EXPIRED, "expire", by, text, now);
  }

  /** Never by who proposed it. */
  private void decide(State next, String asked, String by, String text, Instant now) {
    require(isProposed() && !by.equals(owner), asked);
    settle(next, by, text, now);
  }

  /** It is called off, with what is left of it. */
  void cancel(String by, String text, Instant now) {
    require(isProposed() || isApproved(), "cancel");
    settle(State.CANCELLED, by, text, now);
  }

  private void settle(State next, String by, String text, Instant now) {
    state = next;
    decidedBy = by;
    decidedAt = now;
    decision = Texts.shorten(text, NewMaintenanceWindow.MAX_REASON);
  }

  /** What is open of it now is over; it opens again as planned. */
  void cut(Instant now) {
    require(isApproved() && schedule().at(now).isPresent(), "end");
    cutAt = now;
    endsAt = schedule().end().orElse(null);
  }

  private void require(boolean right, String asked) {
    if (!right) {
      List<String> allowed = switch (state) {
        case PROPOSED -> List.of("approve", "reject", "cancel");
        case APPROVED -> List.of("end", "cancel");
        default -> List.of();
      };
      String standing = isApproved() ? "approved and not open" : state.name().toLowerCase(Locale.ROOT);
      throw new TransitionForbidden(number(), standing, asked, allowed);
    }
  }

  MaintenancePlan plan() {
    return new MaintenancePlan(
        title,
        Json.list(services).stream().map(ServiceName::of).toList(),
        Json.list(matchers).stream().map(LabelMatcher::of).toList(),
        schedule(),
        reason);
  }

  private Schedule schedule() {
    ZoneId zone = ZoneId.of(zoneId);
    Set<LocalDate> days =
        Json.list(exceptions).stream().map(LocalDate::parse).collect(Collectors.toCollection(HashSet::new));
    return new Schedule(
        zone,
        LocalDateTime.parse(localStart),
        Duration.ofSeconds(durationSeconds),
        recurrence == null ? null : Recurrence.of(recurrence, zone),
        days,
        cutAt);
  }

  MaintenanceWindowView view(Instant now, int limit) {
    MaintenancePlan plan = plan();
    Schedule schedule = plan.schedule();
    List<Occasion> next =
        isProposed() || isApproved()
            ? schedule.endingAfter(now, limit).stream().map(range -> Occasion.of(range, schedule.zone())).toList()
            : List.of();
    return new MaintenanceWindowView(
        number(),
        title,
        plan.services().stream().map(ServiceName::value).toList(),
        plan.matchers().stream().map(LabelMatcher::toString).toList(),
        zoneId,
        schedule.start(),
        schedule.duration().toString(),
        recurrence,
        schedule.exceptions().stream().sorted().toList(),
        owner,
        reason,
        state,
        createdAt,
        decidedBy == null || decidedAt == null ? null
            : new Decision(decidedBy, decidedAt, Objects.requireNonNullElse(decision, "")),
        isApproved() && schedule.at(now).isPresent(),
        next);
  }
}
