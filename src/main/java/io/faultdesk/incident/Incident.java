package io.faultdesk.incident;

import static java.util.stream.Collectors.joining;

import io.faultdesk.incident.Deadline.Goal;
import io.faultdesk.incident.IncidentSettings.Deadlines;
import io.faultdesk.incident.IncidentSettings.Due;
import io.faultdesk.incident.IncidentView.Closure;
import io.faultdesk.incident.IncidentView.FindingView;
import io.faultdesk.incident.IncidentView.Review;
import io.faultdesk.incident.IncidentView.State;
import io.faultdesk.incident.IncidentView.Suspect;
import io.faultdesk.incident.MutedFinding.Remarked;
import io.faultdesk.incident.MutedFindingView.Reason;
import io.faultdesk.incident.Opening.Observation;
import io.faultdesk.shared.Category;
import io.faultdesk.shared.Digest;
import io.faultdesk.shared.Level;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.Severity;
import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * One incident and all that its state allows. A transition checks itself, writes the timeline and records its event;
 * {@link Incidents#save} stores the one and publishes the other. May only be changed by who has its row locked.
 */
@Entity
@DynamicUpdate
@Table(name = "incident")
class Incident {

  /** Who acts where no person does. */
  static final String SYSTEM = "system";

  private static final int MAX_CUSTOMERS = 4000;
  private static final int MAX_TOLD = 100;

  @Id private long id;
  @SuppressWarnings("UnusedVariable") // queries read it
  private @Nullable String openKey;

  private @Nullable String dedupKey;
  private String title;

  @Column(length = Texts.MAX) private @Nullable String description;

  @Enumerated(EnumType.STRING)
  @JdbcTypeCode(SqlTypes.VARCHAR) private State state;

  @Enumerated(EnumType.STRING)
  @JdbcTypeCode(SqlTypes.VARCHAR) private @Nullable Phase phase;

  private int priority;

  @Enumerated(EnumType.STRING)
  @JdbcTypeCode(SqlTypes.VARCHAR) private Level impact;

  @Enumerated(EnumType.STRING)
  @JdbcTypeCode(SqlTypes.VARCHAR) private Level urgency;

  @Enumerated(EnumType.STRING)
  @JdbcTypeCode(SqlTypes.VARCHAR) private Category category;

  private @Nullable String service;
  private Instant openedAt;
  private @Nullable Instant acknowledgedAt;
  private @Nullable Instant resolvedAt;
  private @Nullable Instant closedAt;

  @AttributeOverride(name = "due", column = @Column(name = "respond_by"))
  @AttributeOverride(name = "escalated", column = @Column(name = "respond_escalated")) private Deadline respond;

  @AttributeOverride(name = "due", column = @Column(name = "resolve_by"))
  @AttributeOverride(name = "escalated", column = @Column(name = "resolve_escalated")) private Deadline resolve;

  private @Nullable String team;
  private @Nullable String assignee;
  private @Nullable String processInstanceId;
  private long occurrences;
  private int records;

  @Column(name = "findings") private int findingCount;

  @Column(length = Texts.MAX) private @Nullable String labels;

  @Column(length = Texts.MAX) private @Nullable String customers;

  private @Nullable Long mergedInto;

  @Enumerated(EnumType.STRING)
  @JdbcTypeCode(SqlTypes.VARCHAR) private @Nullable ClosureReason closureReason;

  private @Nullable String closedBy;

  @SuppressWarnings("UnusedVariable") // queries read it
  private @Nullable String resolvedBy;

  @SuppressWarnings("UnusedVariable") // queries read it
  private @Nullable String confirmedBy;

  @SuppressWarnings("UnusedVariable") // queries read it
  private @Nullable Instant confirmedAt;

  @Column(length = Texts.MAX) private @Nullable String closureText;

  private @Nullable Review review;

  /** Rows and events that the transitions made and that are not stored or published yet. */
  @Transient private final List<Object> written = new ArrayList<>();

  @Transient private final List<Object> events = new ArrayList<>();
  @Transient private boolean held;

  Incident(
      long id,
      Opening opening,
      int priority,
      Deadlines deadlines,
      @Nullable String ownerTeam,
      Instant workingHoursAt,
      Instant now) {
    this.id = id;
    this.dedupKey = opening.dedupKey();
    this.openKey = dedupKey == null ? null : Digest.of(dedupKey);
    this.title = opening.title();
    this.description = opening.description();
    this.state = State.OPEN;
    this.priority = priority;
    this.impact = opening.impactOrDefault();
    this.urgency = opening.urgencyOrDefault();
    this.category = opening.category();
    this.service = opening.serviceName();
    this.phase = isForeseen() ? Phase.PREVENTION : Phase.DIAGNOSIS;
    this.openedAt = now;
    this.respond = new Deadline(deadlines.respond());
    this.resolve = new Deadline(deadlines.resolve());
    this.labels = fitting(Json.write(opening.labels()), null);
    this.customers = fitting(Json.write(opening.customers()), null);
    this.held = true;
    take(opening);
    write(now, "opened", opening.by(), opening.observed().told());
    events.add(opened(opening, deadlines, ownerTeam, workingHoursAt));
  }

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected Incident() {}

  private IncidentOpened opened(
      Opening opening, Deadlines deadlines, @Nullable String ownerTeam, Instant workingHoursAt) {
    Severity severity = opening.observed().severity();
    return new IncidentOpened(
        number(),
        title,
        service,
        category.word(),
        severity == null ? null : severity.word(),
        opening.observed().source().word(),
        priority,
        impact.word(),
        urgency.word(),
        ownerTeam,
        why(opening.observed()),
        openedAt,
        deadlines.respond().warnAt(),
        deadlines.resolve().warnAt(),
        deadlines.respond().by(),
        deadlines.resolve().by(),
        workingHoursAt);
  }

  private @Nullable String why(Observation observed) {
    return description != null || observed.source() == FindingSource.PERSON ? description : observed.told();
  }

  /** Takes in what belongs to it while it is open; what is worse than thought makes it more pressing. */
  void join(Opening opening, IncidentSettings settings, Instant now) {
    take(opening);
    Observation observed = opening.observed();
    String collected = opening.collectedBecause();
    String said = observed.name() + ": " + observed.told();
    if (collected != null) {
      write(now, "collected", opening.by(), collected + "\n" + said);
    } else {
      write(now, observed.source() == FindingSource.PERSON ? "reported" : "finding-opened", opening.by(), said);
    }
    Map<String, String> allLabels = new LinkedHashMap<>(Json.texts(labels));
    opening.labels().forEach(allLabels::putIfAbsent);
    labels = fitting(Json.write(allLabels), labels);
    Set<String> allCustomers = new LinkedHashSet<>(Json.list(customers));
    allCustomers.addAll(opening.customers());
    customers = fitting(Json.write(allCustomers.stream().limit(MAX_CUSTOMERS).toList()), customers);
    if (heeds(observed.source())) {
      press(opening, settings, now);
    }
  }

  /** A finding in it is as bad as that now, which while it is open makes it more pressing. */
  void worsen(Opening opening, IncidentSettings settings, Instant now) {
    Observation observed = opening.observed();
    Severity severity = observed.severity();
    String how = severity == null ? "" : " is " + severity.word();
    write(now, "finding-worsened", opening.by(), observed.name() + how + ": " + observed.told());
    if (isOpen() && heeds(observed.source())) {
      press(opening, settings, now);
    }
  }

  /**
   * What is more pressing by itself makes it so; its clocks then end when they would have ended from the start. The impact of one
   * finding and the urgency of another are never taken together: a small fault of a great service and a great one of a small service are
   * no disaster.
   */
  private void press(Opening opening, IncidentSettings settings, Instant now) {
    int before = settings.priority(impact, urgency);
    Level otherImpact = opening.impact() == null ? impact : opening.impact();
    Level otherUrgency = opening.urgency() == null ? urgency : opening.urgency();
    if (settings.priority(otherImpact, otherUrgency) < before) {
      impact = otherImpact;
      urgency = otherUrgency;
    }
    int after = settings.priority(impact, urgency);
    raisePriority(after, now);
    if (after < before) {
      shorten(settings.deadlines(after, openedAt), now);
    }
  }

  private void shorten(Deadlines deadlines, Instant at) {
    for (Goal goal : Goal.values()) {
      Due due = deadlines.to(goal);
      if (runs(goal) && deadline(goal).shorten(due)) {
        write(at, "deadline", SYSTEM, "to " + goal.word() + " by " + due.by());
        events.add(new ClockShortened(number(), goal.word(), due.warnAt(), due.by()));
      }
    }
  }

  private void take(Opening opening) {
    Observation observed = opening.observed();
    written.add(new Finding(nextRecord(), observed));
    findingCount++;
    occurred(observed.openedAt(), observed.source(), observed.name(), 1);
  }

  /** The longer text, or the former where it has become too long to be stored; each report keeps its own in its evidence. */
  private static @Nullable String fitting(@Nullable String longer, @Nullable String former) {
    return longer == null || longer.length() <= Texts.MAX ? longer : former;
  }

  /** Counts what was taken in. */
  void occurred(Instant at, FindingSource source, String name, int times) {
    occurrences += times;
    written.add(new Occurrence(nextRecord(), at, source, name, times));
  }

  /** Takes over what happened to one of its findings while it was kept quiet. */
  void tookMuted(MutedFinding muted, NewFinding finding, Instant at) {
    String reasons = muted.reasons().stream().map(Reason::text).collect(joining("; "));
    write(at, "was-quiet", SYSTEM, finding.name() + ", since " + muted.mutedAt() + ": " + reasons);
    if (muted.repeats() > 0) {
      occurred(at, finding.source(), finding.name(), (int) Math.min(Integer.MAX_VALUE, muted.repeats()));
    }
    muted.remarks().forEach(this::remark);
  }

  void findingCleared(Finding finding, Instant at) {
    write(at, "finding-cleared", SYSTEM, finding.sentence());
  }

  /** Whether its fault counts as over, so that what is found from now on is another one's. */
  boolean leavesFindings() {
    return state == State.RESOLVED || closureReason != null && closureReason.endsFault();
  }

  /** Lets go of findings that are still open; of very many the timeline names the first. */
  void leave(List<Finding> findings, Instant at) {
    findings.forEach(finding -> leave(finding, at));
    findings.stream().limit(MAX_TOLD).forEach(
        finding -> write(at, "finding-left-open", SYSTEM, finding.sentence()));
    if (findings.size() > MAX_TOLD) {
      write(at, "finding-left-open", SYSTEM, "and " + (findings.size() - MAX_TOLD) + " more");
    }
  }

  private void leave(Finding finding, Instant at) {
    finding.leave();
    String key = finding.key();
    String of = finding.service();
    if (key != null && of != null) {
      events.add(new FindingLeftOpen(number(), key, of, at));
    }
  }

  /** Tells that nothing is open any more, which matters until the fault is over; only a diagnosis waits for it. */
  void allCleared(boolean flapping) {
    if (isOpen()) {
      events.add(new FindingsCleared(number(), flapping));
    }
  }

  void acknowledge(String by, @Nullable String note, Instant at) {
    if (state == State.ACKNOWLEDGED) {
      return;
    }
    guard(Transition.ACKNOWLEDGE);
    state = State.ACKNOWLEDGED;
    acknowledgedAt = at;
    write(at, "acknowledged", by, note == null ? "" : note);
    events.add(new IncidentAcknowledged(number(), by));
  }

  /** Somebody has looked and says that there is a fault. */
  void confirm(String by, String text, Instant at) {
    confirmedBy = by;
    confirmedAt = at;
    write(at, "diagnosed", by, text);
  }

  void resolve(String by, String text, Instant at) {
    guard(Transition.RESOLVE);
    if (acknowledgedAt == null && !by.equals(SYSTEM)) {
      acknowledgedAt = at;
    }
    state = State.RESOLVED;
    phase = Phase.REVIEW;
    resolvedAt = at;
    resolvedBy = by;
    openKey = null;
    closureText = text;
    write(at, "resolved", by, text);
  }

  /** Ends for that reason; how it was resolved stays the text of what has recovered. */
  void close(ClosureReason reason, String by, String text, Instant at) {
    if (state == State.CLOSED) {
      return;
    }
    guard(
        switch (reason) {
          case FALSE_ALARM -> Transition.FALSE_ALARM;
          case DUPLICATE -> Transition.MERGE;
          case RECOVERED, CLEARED, CANCELLED -> Transition.CLOSE;
        });
    state = State.CLOSED;
    phase = null;
    closedAt = at;
    openKey = null;
    closureReason = reason;
    closedBy = by;
    if (reason != ClosureReason.RECOVERED || closureText == null) {
      closureText = text;
    }
    write(at, "closed", by, text.isEmpty() ? reason.word() : reason.word() + ": " + text);
  }

  /** Ends as a false alarm, which unlike the process a person may not say of what is closed already. */
  void deny(String by, String text, Instant at) {
    guard(Transition.FALSE_ALARM);
    close(ClosureReason.FALSE_ALARM, by, text, at);
  }

  /** Ends as a duplicate of the other, which takes over its occurrences; a fault is no duplicate of its forecast. */
  void mergeInto(Incident target, String by, Instant at) {
    guard(Transition.MERGE);
    if (target.id == id || !target.isOpen() || target.isForeseen() && !isForeseen()) {
      throw new TransitionForbidden(target.number(), target.state.word(), "merging " + number() + " into it",
          List.of());
    }
    close(ClosureReason.DUPLICATE, by, "duplicate of " + target.number(), at);
    mergedInto = target.id;
    target.occurrences += occurrences;
    target.write(at, "merged", by, number() + ": " + title + " (occurrences: " + occurrences + ")");
    if (isForeseen() && !target.isForeseen()) {
      target.write(at, "foreseen", by, "since " + openedAt + " by " + number());
    }
  }

  /** What it foresaw is worked on in that incident; who has taken it on is told. */
  void comeTrue(Incident fault) {
    if (state == State.ACKNOWLEDGED) {
      events.add(
          new IncidentNews(number(), "came-true", "What was foreseen has happened, see " + fault.number() + "."));
    }
    events.add(new ForecastCameTrue(number(), fault.number()));
  }

  /** Records that a person, not the process, resolved it, so that the process follows. */
  void tellResolved(String by) {
    events.add(new IncidentResolved(number(), by));
  }

  /** Records that a person, not the process, closed it, so that the process follows. */
  void tellClosed() {
    if (closureReason != null) {
      events.add(new IncidentClosed(number(), closureReason.word()));
    }
  }

  void enter(Phase next, Instant at) {
    guardNotClosed("entering the phase " + next.word());
    if (phase != next) {
      phase = next;
      write(at, "phase", SYSTEM, next.word());
    }
  }

  void assign(String newTeam, @Nullable String newAssignee, Instant at) {
    guardNotClosed("assigning it");
    if (!newTeam.equals(team) || !Objects.equals(newAssignee, assignee)) {
      team = newTeam;
      assignee = newAssignee;
      write(at, "assigned", SYSTEM, newAssignee == null ? newTeam : newTeam + ": " + newAssignee);
    }
  }

  void processStarted(String instanceId) {
    processInstanceId = instanceId;
  }

  /** Writes something on the timeline that its people are to be told at once. */
  void tell(String kind, String text, Instant at) {
    write(at, kind, SYSTEM, text);
    events.add(new IncidentNews(number(), kind, text));
  }

  void note(String kind, String by, String text, Instant at) {
    write(at, kind, by, text);
  }

  /** Takes in what somebody told another monitor about it, even where it is over. */
  void remark(Remarked remark) {
    write(remark.at(), "comment", remark.by(), remark.text());
    if (remark.acknowledges() && state == State.OPEN) {
      acknowledge(remark.by(), null, remark.at());
    }
  }

  void locate(String component, String cause, String by, Instant at) {
    guardNotClosed("locating its fault");
    written.add(new RankedSuspect(nextRecord(), component, 1, cause));
    write(at, "located", by, component + ": " + cause);
  }

  /**
   * A clock that has stopped because its goal was reached escalates nothing any more, and none escalates twice.
   *
   * @return whether it did
   */
  boolean escalate(Goal goal, int percent, Instant at) {
    if (!runs(goal) || !deadline(goal).escalate(percent)) {
      return false;
    }
    write(at, "escalated", SYSTEM, percent + " % of the time to " + goal.word() + " have passed");
    if (percent >= 100) {
      raisePriority(Math.max(1, priority - 1), at);
    }
    return true;
  }

  private boolean runs(Goal goal) {
    return goal == Goal.RESPOND ? state == State.OPEN : isOpen();
  }

  private Deadline deadline(Goal goal) {
    return goal == Goal.RESPOND ? respond : resolve;
  }

  void review(Review learnt) {
    review = learnt;
    write(learnt.at(), "reviewed", learnt.by(), learnt.rootCause());
  }

  private void raisePriority(int proposed, Instant at) {
    if (proposed < priority) {
      write(at, "priority", SYSTEM, priority + " → " + proposed);
      priority = proposed;
      events.add(new PriorityChanged(number(), priority));
    }
  }

  private void guard(Transition transition) {
    if (!transition.allowedIn(state)) {
      throw new TransitionForbidden(number(), state.word(), transition.word(), Transition.wordsIn(state));
    }
  }

  private void guardNotClosed(String asked) {
    if (state == State.CLOSED) {
      throw new TransitionForbidden(number(), state.word(), asked, Transition.wordsIn(state));
    }
  }

  private void write(Instant at, String kind, String by, String text) {
    written.add(new Chronicle(nextRecord(), at, kind, by, text));
  }

  private RecordId nextRecord() {
    records++;
    return new RecordId(id, records);
  }

  long id() {
    return id;
  }

  int findingCount() {
    return findingCount;
  }

  Instant openedAt() {
    return openedAt;
  }

  Optional<ServiceName> serviceName() {
    return Optional.ofNullable(service).map(ServiceName::of);
  }

  @Nullable
  String dedupKey() {
    return dedupKey;
  }

  String number() {
    return new IncidentNumber(id).toString();
  }

  Category category() {
    return category;
  }

  /** Open in the sense of dedup keys: work on the fault is still going on. */
  boolean isOpen() {
    return state == State.OPEN || state == State.ACKNOWLEDGED;
  }

  /** Whether its fault is only foreseen. */
  boolean isForeseen() {
    return service != null && Foreseen.key(service).equals(dedupKey);
  }

  /** Whether what that source finds tells how bad it is and whether it is over; of a fault no forecast does. */
  boolean heeds(FindingSource source) {
    return source != FindingSource.FORECAST || isForeseen();
  }

  /** The incident that answers for its findings: itself, or the one it was merged into. */
  long home() {
    return mergedInto == null ? id : mergedInto;
  }

  /** Whether this transaction has the row locked, and therefore its latest content. */
  boolean held() {
    return held;
  }

  void hold() {
    held = true;
  }

  /** Hands out the rows written since the last call. */
  List<Object> takeWritten() {
    return drain(written);
  }

  /** Hands out the events recorded since the last call. */
  List<Object> takeEvents() {
    return drain(events);
  }

  private static List<Object> drain(List<Object> list) {
    List<Object> all = List.copyOf(list);
    list.clear();
    return all;
  }

  IncidentView view(List<FindingView> findings, List<Suspect> suspects) {
    return new IncidentView(
        number(),
        title,
        description,
        state,
        phase,
        priority,
        impact,
        urgency,
        category,
        service,
        dedupKey,
        openedAt,
        acknowledgedAt,
        resolvedAt,
        closedAt,
        respond.due(),
        resolve.due(),
        team,
        assignee,
        processInstanceId,
        occurrences,
        Json.texts(labels),
        Json.list(customers),
        findings,
        findingCount,
        suspects,
        closure(),
        review);
  }

  private @Nullable Closure closure() {
    return closureReason == null || closedBy == null || closedAt == null || closureText == null
        ? null
        : new Closure(closureReason, closedBy, closedAt, closureText);
  }
}
