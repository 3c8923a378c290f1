package io.faultdesk.incident;

import static java.util.stream.Collectors.toMap;

import io.faultdesk.incident.Deadline.Goal;
import io.faultdesk.incident.IncidentView.FindingView;
import io.faultdesk.incident.IncidentView.Review;
import io.faultdesk.incident.MutedFinding.Remarked;
import io.faultdesk.shared.Digest;
import io.faultdesk.shared.Page;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.Severity;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Where incidents are opened, looked up and moved on. A transition that the state forbids is a {@link
 * TransitionForbidden}, an unknown number an {@link UnknownIncident}. Each call runs in the caller's transaction or, where
 * there is none, in its own.
 */
@Component
@Transactional
public class IncidentDesk {

  private static final int MAX_NAME = 200;
  private static final int MAX_REMARK = 20_000;
  private static final int MAX_TOLD = 100;

  /** On how many incidents one change is written. */
  private static final int MAX_CHANGED = 50;

  private final Incidents incidents;
  private final MutedFindings muted;
  private final Triage triage;
  private final Reports reports;
  private final Silencing silencing;
  private final Grouping grouping;
  private final Foreseen foreseen;
  private final IncidentSettings settings;

  IncidentDesk(
      Incidents incidents,
      MutedFindings muted,
      Triage triage,
      Reports reports,
      Silencing silencing,
      Grouping grouping,
      Foreseen foreseen,
      IncidentSettings settings) {
    this.incidents = incidents;
    this.muted = muted;
    this.triage = triage;
    this.reports = reports;
    this.silencing = silencing;
    this.grouping = grouping;
    this.foreseen = foreseen;
    this.settings = settings;
  }

  /**
   * Takes a finding into the open incident of its key, opens one, or keeps it without incident where there is a reason to be
   * quiet. Taking the same open finding again changes nothing. Needs the caller's transaction; two nodes racing for one key make
   * the loser's transaction fail with a {@link org.springframework.dao.DataIntegrityViolationException}, to be retried.
   *
   * @return the incident's number; empty while the finding is muted
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public Optional<String> raise(NewFinding finding) {
    return triage.take(List.of(finding)).getFirst();
  }

  /** Does the same for several findings, with as many questions to the database as for one. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void raise(List<NewFinding> findings) {
    if (!findings.isEmpty()) {
      triage.take(findings);
    }
  }

  /** Does the same for what must never be kept quiet, such as what Faultdesk finds wrong with itself. */
  @Transactional(propagation = Propagation.MANDATORY)
  public String insist(NewFinding finding) {
    return triage.insist(finding);
  }

  /**
   * Counts further messages about open findings as occurrences and takes their words and evidence for the latest; nothing
   * happens where one is not open.
   */
  public void repeated(List<Repeated> messages, Instant at) {
    if (messages.isEmpty()) {
      return;
    }
    Map<String, Repeated> byKey =
        messages.stream().collect(toMap(said -> Digest.of(said.finding().key()), said -> said, Repeated::and));
    muted.holdOpen(byKey.keySet()).values().forEach(finding -> said(byKey, finding.keyDigest(), finding::repeated));
    Map<Told, Integer> told = new LinkedHashMap<>();
    incidents.holdOpenFindings(byKey.keySet()).values().forEach(finding -> said(byKey, finding.openKey(), said -> {
      finding.restate(said.finding());
      told.merge(
          new Told(incidents.get(finding.incidentId()).home(), finding.source(), finding.name()), said.times(),
          Integer::sum);
    }));
    told.forEach((what, count) -> {
      Incident home = incidents.hold(what.incident());
      home.occurred(at, what.source(), what.name(), count);
      incidents.save(home);
    });
  }

  private static void said(Map<String, Repeated> byKey, String digest, Consumer<Repeated> work) {
    Optional.ofNullable(byKey.get(digest)).ifPresent(work);
  }

  /** Further messages about an open finding, the latest of which says that. */
  public record Repeated(NewFinding finding, int times) {

    private Repeated and(Repeated later) {
      return new Repeated(later.finding, times + later.times);
    }
  }

  /** What several messages were about. */
  private record Told(long incident, FindingSource source, String name) {}

  /**
   * Records that an open finding is as bad as that now and raises what follows from it: urgency and priority of its incident.
   * Nothing happens where it is not open.
   */
  public void worsened(NewFinding finding) {
    if (withMuted(finding.key(), known -> known.worsen(finding, triage.now()))) {
      return;
    }
    holding(finding.key(), (holder, known) -> triage.worsen(incidents.hold(holder.home()), known, finding));
  }

  /**
   * Writes on the timeline what a person said to another monitor about an open finding; with {@code acknowledges} she has
   * taken it on. Nothing happens where it is not open.
   */
  public void remarked(String findingKey, String by, String text, boolean acknowledges, Instant at) {
    Remarked remark = new Remarked(at, Texts.line(by, MAX_NAME), Texts.shorten(text, MAX_REMARK), acknowledges);
    if (withMuted(findingKey, finding -> finding.remark(remark))) {
      return;
    }
    holding(findingKey, (holder, finding) -> {
      Incident home = incidents.hold(holder.home());
      home.remark(remark);
      incidents.save(home);
    });
  }

  /**
   * Writes what was done to a service on the timelines of its open incidents, of many on the newest {@value #MAX_CHANGED}.
   *
   * @param openedUntil incidents that opened later have nothing to do with it
   */
  public void changed(ServiceName service, String by, String text, Instant at, Instant openedUntil) {
    incidents.openOf(service, openedUntil, MAX_CHANGED).stream().sorted().map(incidents::hold).filter(Incident::isOpen)
        .forEach(incident -> writeChange(incident, by, text, at));
  }

  /** Writes what was done to its service before on the timeline of an incident. */
  public void changedBefore(String number, String by, String text, Instant at) {
    writeChange(incidents.hold(number), by, text, at);
  }

  private void writeChange(Incident incident, String by, String text, Instant at) {
    incident.note("change", Texts.line(by, MAX_NAME), Texts.shorten(text, MAX_REMARK), at);
    incidents.save(incident);
  }

  /** Records that a finding has cleared; nothing happens where it is not open. */
  public void cleared(String findingKey, Instant at) {
    cleared(List.of(findingKey), at);
  }

  /** Does the same for several findings, with as many questions to the database as for one. */
  public void cleared(List<String> findingKeys, Instant at) {
    if (findingKeys.isEmpty()) {
      return;
    }
    List<String> digests = findingKeys.stream().map(Digest::of).toList();
    muted.holdOpen(digests).values().forEach(finding -> finding.clear(at));
    Collection<Finding> open = incidents.holdOpenFindings(digests).values();
    List<Incident> holders = open.stream().map(Finding::incidentId).distinct().map(incidents::get).toList();
    open.forEach(finding -> {
      finding.clear(at);
      incidents.get(finding.incidentId()).findingCleared(finding, at);
    });
    holders.forEach(incidents::save);
    boolean flapping = open.stream().anyMatch(Finding::isFlapping);
    List<Incident> calm = open.stream()
        .filter(finding -> home(finding).heeds(finding.source()))
        .map(finding -> home(finding).id()).distinct().sorted().map(incidents::hold)
        .filter(home -> !incidents.hasOpenFinding(home)).toList();
    foreseen.settle(calm).forEach(home -> {
      home.allCleared(flapping);
      incidents.save(home);
    });
    findingKeys.forEach(triage::ended);
  }

  private Incident home(Finding finding) {
    return incidents.get(incidents.get(finding.incidentId()).home());
  }

  /** Keys and openings of all findings that are open, so that detection can go on after a restart. */
  @Transactional(readOnly = true)
  public List<OpenFinding> openFindings() {
    return Stream.concat(incidents.openFindings().stream(), muted.openFindings().stream()).toList();
  }

  /** What is silenced now, to be asked of as many labels as one likes. */
  @Transactional(propagation = Propagation.SUPPORTS)
  public StandingSilences silences() {
    return silencing.standing();
  }

  /** Of the findings with these keys those that another one inhibits, each with the {@link Digest} of that one's key. */
  @Transactional(readOnly = true)
  public Map<String, String> inhibited(Collection<String> findingKeys) {
    return muted.inhibited(findingKeys);
  }

  /** Those of the labels by which findings with these are grouped; empty where they are not. */
  @Transactional(propagation = Propagation.SUPPORTS)
  public Map<String, String> groupLabels(Map<String, String> labels) {
    return grouping.groupLabels(labels);
  }

  /** A finding that is open, whatever its source. */
  public record OpenFinding(String key, String service, FindingSource source, Severity severity, Instant openedAt) {}

  /** The incident of that number. */
  @Transactional(readOnly = true)
  public Optional<IncidentView> find(String number) {
    return incidents.find(number).map(incidents::view);
  }

  /** Whether people may be told now of what is only foreseen. */
  @Transactional(propagation = Propagation.SUPPORTS)
  public boolean tellsOfForecasts() {
    return settings.tellsOfForecasts(triage.now());
  }

  /** The numbers of all incidents that are not closed. */
  @Transactional(readOnly = true)
  public List<String> openNumbers() {
    return incidents.openNumbers();
  }

  /** Somebody takes responsibility; nothing happens where somebody already has. */
  public void acknowledge(String number, String by, @Nullable String note) {
    change(number, incident -> incident.acknowledge(by, note, triage.now()));
  }

  /** The work enters that phase. */
  public void enter(String number, Phase phase) {
    change(number, incident -> incident.enter(phase, triage.now()));
  }

  /** A task of the incident now lies with that team, and that member of it where one is named. */
  public void assigned(String number, String team, @Nullable String assignee) {
    change(number, incident -> incident.assign(team, assignee, triage.now()));
  }

  /** Remembers which process works the incident off. */
  public void processStarted(String number, String processInstanceId) {
    change(number, incident -> incident.processStarted(processInstanceId));
  }

  /** Writes what a person answered in a task on the timeline, such as {@code diagnosed}, with its text. */
  public void note(String number, String kind, String by, String text) {
    change(number, incident -> incident.note(kind, by, text, triage.now()));
  }

  /** A diagnosis says that there is a fault, and which, kept as label. */
  public void confirmed(String number, String by, String text) {
    change(number, incident -> incident.confirm(by, text, triage.now()));
  }

  /** A person names the place of the fault. */
  public void located(String number, String component, String cause, String by) {
    change(number, incident -> incident.locate(component, cause, by, triage.now()));
  }

  /**
   * The findings of that incident that are open, as sentences, at most 100; none when recovery is proven. Forecasts and what
   * persons say are left out.
   */
  @Transactional(readOnly = true)
  public List<String> stillOpen(String number) {
    return incidents.stillOpen(incidents.get(number).id(), MAX_TOLD).stream().map(Finding::sentence).toList();
  }

  /** Recovery is proven, called by the process. */
  public void resolved(String number, String by, String text) {
    change(number, incident -> {
      incident.resolve(by, text, triage.now());
      leaveFindings(incident);
    });
  }

  /** The incident ends, called by its process; nothing happens where it already has. */
  public void close(String number, ClosureReason reason, String by, String text) {
    change(number, incident -> {
      incident.close(reason, by, text, triage.now());
      leaveFindings(incident);
    });
  }

  /** Merges the incident into another open one and closes it as its duplicate, called by its process. */
  public void merge(String number, String into, String by) {
    // always in the same order, so that two merges cannot wait for each other
    Stream.of(number, into).sorted().forEach(incidents::hold);
    Incident incident = incidents.hold(number);
    Incident target = incidents.hold(into);
    incident.mergeInto(target, by, triage.now());
    incidents.forward(incident.id(), target.id());
    incidents.save(incident);
    incidents.save(target);
  }

  /**
   * A clock of the incident has come to that share of its time: the timeline says so and, at 100 percent, the priority goes
   * up by one.
   *
   * @param clock {@code respond} or {@code resolve}
   * @return false where nothing happens, because the clock has stopped or its share was told of before
   */
  public boolean escalate(String number, String clock, int percent) {
    Incident incident = incidents.hold(number);
    boolean escalated = incident.escalate(Goal.of(clock), percent, triage.now());
    incidents.save(incident);
    return escalated;
  }

  /** What the review taught: the root cause, the lesson, and whether the rule was useful, kept as label. */
  public void reviewed(String number, String rootCause, String lesson, boolean ruleUseful, String by) {
    change(number, incident -> incident.review(new Review(rootCause, lesson, ruleUseful, by, triage.now())));
  }

  /** A person says over the API that the fault is over; the process is told by {@link IncidentResolved}. */
  public void declareRecovered(String number, String by, String text) {
    change(number, incident -> {
      incident.resolve(by, text, triage.now());
      leaveFindings(incident);
      incident.tellResolved(by);
    });
  }

  /** A person says over the API that there never was a fault; the process is told by {@link IncidentClosed}. */
  public void declareFalseAlarm(String number, String by, String text) {
    change(number, incident -> {
      incident.deny(by, text, triage.now());
      leaveFindings(incident);
      incident.tellClosed();
    });
  }

  /** A person says over the API that it is the fault of another open incident; the process is told by {@link IncidentClosed}. */
  public void declareDuplicate(String number, String into, String by) {
    merge(number, into, by);
    change(number, Incident::tellClosed);
  }

  /**
   * Takes a report into the open incident of its dedup key, or opens one; with an idempotency key the same report of the same
   * person gets the same answer for two days. Always runs in a transaction of its own, and again where it loses a race.
   */
  @Transactional(propagation = Propagation.SUPPORTS)
  public Reported report(NewReport report, String by, @Nullable String idempotencyKey) {
    return reports.take(report, by, idempotencyKey);
  }

  /**
   * A page of the incidents that the filter lets through, newest first.
   *
   * @param cursor null for the first page
   * @param limit at most {@link Page#MAX_LIMIT}
   */
  @Transactional(readOnly = true)
  public Page<IncidentView> list(IncidentFilter filter, @Nullable String cursor, int limit) {
    List<IncidentView> found = incidents.page(filter, before(cursor), checked(limit) + 1);
    return found.size() <= limit
        ? new Page<>(found, null)
        : new Page<>(found.subList(0, limit), found.get(limit - 1).number());
  }

  /** A page of what was found in the incident, newest first, and where asked for only what is open. */
  @Transactional(readOnly = true)
  public Page<FindingView> findings(String number, boolean openOnly, @Nullable String cursor, int limit) {
    long id = incidents.get(number).id();
    int before = cursor == null ? Integer.MAX_VALUE : after(cursor);
    List<Finding> found = incidents.findings(id, openOnly, before, checked(limit) + 1);
    return new Page<>(
        found.stream().limit(limit).map(Finding::view).toList(),
        found.size() <= limit ? null : String.valueOf(found.get(limit - 1).ordinal()));
  }

  /** A page of the incident's story, oldest first. */
  @Transactional(readOnly = true)
  public Page<TimelineEntry> timeline(String number, @Nullable String cursor, int limit) {
    long id = incidents.get(number).id();
    List<Chronicle> found = incidents.timeline(id, after(cursor), checked(limit) + 1);
    List<TimelineEntry> entries = found.stream().limit(limit).map(Chronicle::view).toList();
    return new Page<>(entries, found.size() <= limit ? null : String.valueOf(found.get(limit - 1).ordinal()));
  }

  /** Does that to the muted finding of that key; false where it is not muted. */
  private boolean withMuted(String findingKey, Consumer<MutedFinding> work) {
    Optional<MutedFinding> finding = muted.holdOpen(List.of(Digest.of(findingKey))).values().stream().findFirst();
    finding.ifPresent(work);
    return finding.isPresent();
  }

  /** Does that to the open finding of that key and the incident that recorded it; nothing where it is not open. */
  private void holding(String findingKey, BiConsumer<Incident, Finding> work) {
    incidents.holdOpenFindings(List.of(Digest.of(findingKey))).values()
        .forEach(finding -> work.accept(incidents.get(finding.incidentId()), finding));
  }

  private void change(String number, Consumer<Incident> transition) {
    Incident incident = incidents.hold(number);
    transition.accept(incident);
    incidents.save(incident);
  }

  /** A fault that goes on is not to be forgotten with the incident that ends: detection hears of each finding left open. */
  private void leaveFindings(Incident incident) {
    if (incident.isOpen() || incident.home() != incident.id()) {
      return;
    }
    List<Finding> open = incidents.stillOpen(incident.id(), Integer.MAX_VALUE);
    // who denies an incident has not looked at what others had found and it collected
    List<Finding> left =
        incident.leavesFindings() ? open : open.stream().filter(Finding::isCollected).toList();
    incident.leave(left, triage.now());
    open.forEach(finding -> triage.ended(finding.key()));
  }

  private static long before(@Nullable String cursor) {
    return cursor == null
        ? Long.MAX_VALUE
        : IncidentNumber.parse(cursor).orElseThrow(InvalidRequest::badCursor).id();
  }

  private static int after(@Nullable String cursor) {
    try {
      return cursor == null ? 0 : Integer.parseUnsignedInt(cursor);
    } catch (NumberFormatException e) {
      throw InvalidRequest.badCursor();
    }
  }

  private static int checked(int limit) {
    InvalidRequest.requireLimit(limit);
    return limit;
  }
}
