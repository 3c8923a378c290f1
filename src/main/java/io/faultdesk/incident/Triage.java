package io.faultdesk.incident;

import io.faultdesk.catalog.Catalog;
import io.faultdesk.catalog.ServiceInfo;
import io.faultdesk.incident.IncidentSettings.Deadlines;
import io.faultdesk.incident.Suppression.Collected;
import io.faultdesk.incident.Suppression.Gathered;
import io.faultdesk.incident.Suppression.Muted;
import io.faultdesk.incident.Suppression.Stage;
import io.faultdesk.shared.Digest;
import io.faultdesk.shared.ServiceName;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Takes what was found or reported into the open incident of its key, or opens one. */
@Component
class Triage {

  private final Incidents incidents;
  private final MutedFindings muted;
  private final Quiet quiet;
  private final Grouping grouping;
  private final Inhibition inhibition;
  private final Flapping flapping;
  private final Storm storm;
  private final Foreseen foreseen;
  private final IncidentNumbers numbers;
  private final Catalog catalog;
  private final IncidentSettings settings;
  private final Clock clock;

  Triage(
      Incidents incidents,
      MutedFindings muted,
      Quiet quiet,
      Grouping grouping,
      Inhibition inhibition,
      Flapping flapping,
      Storm storm,
      Foreseen foreseen,
      IncidentNumbers numbers,
      Catalog catalog,
      IncidentSettings settings,
      Clock clock) {
    this.incidents = incidents;
    this.muted = muted;
    this.quiet = quiet;
    this.grouping = grouping;
    this.inhibition = inhibition;
    this.flapping = flapping;
    this.storm = storm;
    this.foreseen = foreseen;
    this.numbers = numbers;
    this.catalog = catalog;
    this.settings = settings;
    this.clock = clock;
  }

  /** The numbers of the incidents that these findings are part of now, in their order; empty for one that is kept without. */
  List<Optional<String>> take(List<NewFinding> findings) {
    List<String> digests = findings.stream().map(finding -> Digest.of(finding.key())).toList();
    Map<String, Long> known = incidents.incidentsOfOpenFindings(digests);
    Map<String, MutedFinding> quietly = muted.holdOpen(digests);
    Situation situation = situation(findings, digests);
    List<Optional<String>> taken = new ArrayList<>();
    for (NewFinding finding : findings) {
      String digest = Digest.of(finding.key());
      Long incident = known.get(digest);
      if (incident != null) {
        taken.add(Optional.of(number(incident)));
      } else if (quietly.containsKey(digest)) {
        taken.add(Optional.empty());
      } else {
        taken.add(take(finding, situation));
      }
    }
    return taken;
  }

  private Situation situation(List<NewFinding> findings, List<String> digests) {
    Instant now = now();
    List<String> dedupKeys = findings.stream()
        .flatMap(finding -> Stream.of(dedupKey(finding), Foreseen.key(finding.service().value())))
        .map(Digest::of).distinct().toList();
    List<String> foretold = findings.stream()
        .filter(finding -> finding.source() == FindingSource.FORECAST)
        .map(finding -> finding.service().value()).distinct().toList();
    return new Situation(
        now, incidents.openIncidents(dedupKeys), flapping.known(digests), flapping.spells(digests, now),
        foretold.isEmpty() ? Map.of() : incidents.faultsOn(foretold));
  }

  private String dedupKey(NewFinding finding) {
    return finding.source() == FindingSource.FORECAST
        ? Foreseen.key(finding.service().value())
        : grouping.key(finding);
  }

  private Optional<String> take(NewFinding finding, Situation situation) {
    Optional<Suppression> suppression = quiet.judge(finding, situation);
    if (suppression.isPresent() && suppression.get() instanceof Muted why) {
      muted.add(new MutedFinding(finding, why, situation.now()));
      inhibits(finding, why);
      return Optional.empty();
    }
    return Optional.of(raise(finding, suppression, situation).number());
  }

  /** The number of the incident that the finding is part of now, whatever there is to keep it quiet. */
  String insist(NewFinding finding) {
    String digest = Digest.of(finding.key());
    Long known = incidents.incidentsOfOpenFindings(List.of(digest)).get(digest);
    return known == null ? take(opening(finding)).incident().number() : number(known);
  }

  /** Raises a muted finding for which there is no reason to be quiet any more. */
  void judgeAgain(long id) {
    Optional<MutedFinding> open = muted.hold(id).filter(MutedFinding::isOpen);
    if (open.isEmpty()) {
      return; // it has cleared meanwhile
    }
    MutedFinding known = open.get();
    NewFinding finding = known.finding();
    Situation situation = situation(List.of(finding), List.of(Digest.of(finding.key())));
    Instant now = situation.now();
    Optional<Suppression> suppression = quiet.judge(finding, situation);
    if (suppression.isPresent() && suppression.get() instanceof Muted why) {
      known.mute(why, now);
      inhibits(finding, why);
      return;
    }
    Incident incident = raise(finding, suppression, situation);
    known.raised(incident.id(), now);
    incident.tookMuted(known, finding, now);
    incidents.save(incident);
  }

  private void inhibits(NewFinding finding, Muted why) {
    if (why.stage() == Stage.INHIBITION) {
      ended(finding.key()); // else two could keep each other quiet
    } else {
      inhibition.opened(finding);
    }
  }

  private Incident raise(NewFinding finding, Optional<Suppression> suppression, Situation situation) {
    Incident incident = raised(opening(finding), suppression);
    situation.opened(incident.dedupKey(), incident.id());
    if (finding.source() == FindingSource.FORECAST) {
      incidents.save(incident);
    } else {
      faultTaken(finding, incident, situation);
    }
    return incident;
  }

  private void faultTaken(NewFinding finding, Incident incident, Situation situation) {
    situation.joined(finding, incident);
    inhibition.opened(finding);
    grouping.taken(finding, incident, situation);
    flapping.taken(finding, incident, situation);
    incidents.save(incident);
    situation.openIncident(Foreseen.key(finding.service().value()))
        .ifPresent(forecast -> foreseen.comeTrue(forecast, incident));
  }

  private Incident raised(Opening opening, Optional<Suppression> suppression) {
    return switch (suppression.orElse(null)) {
      case Collected collected -> collect(opening, collected);
      case Gathered gathered -> take(opening.into(gathered)).incident();
      case Muted muted -> throw new IllegalStateException("a muted finding is not raised: " + muted);
      case null -> open(opening).incident();
    };
  }

  private Incident collect(Opening opening, Collected why) {
    Incident incident = incidents.hold(why.incident());
    if (!incident.isOpen()) {
      return take(opening).incident();
    }
    incident.join(opening.quietBecause(why), settings, now());
    incidents.save(incident);
    return incident;
  }

  /** A finding is no longer open: what it inhibits is judged again. */
  void ended(@Nullable String findingKey) {
    if (findingKey != null) {
      inhibition.ended(findingKey).ifPresent(cause -> muted.causeEnded(cause, now()));
    }
  }

  /** A report on the service has been taken into that incident, which takes over what foresaw it. */
  void comeTrue(ServiceName service, Incident reported) {
    foreseen.comeTrue(service, reported);
  }

  /** Notes of a report that a storm goes on, which does not collect it, and the other way round. */
  void linkToStorm(Incident reported) {
    Instant now = now();
    reported.serviceName()
        .flatMap(service -> storm.key(service, now))
        .flatMap(incidents::holdOpen)
        .filter(collecting -> collecting.id() != reported.id())
        .ifPresent(collecting -> {
          reported.note("linked", Incident.SYSTEM, "A storm goes on, see " + collecting.number() + ".", now);
          collecting.note("linked", Incident.SYSTEM, reported.number() + " was reported meanwhile.", now);
          incidents.save(reported);
          incidents.save(collecting);
        });
  }

  private static String number(long id) {
    return new IncidentNumber(id).toString();
  }

  /** Makes an open finding of a held incident as bad as that, and its incident as pressing. */
  void worsen(Incident home, Finding known, NewFinding finding) {
    Opening opening = opening(finding);
    known.worsen(opening.observed());
    inhibition.opened(finding);
    home.worsen(opening, settings, now());
    incidents.save(home);
  }

  private Opening opening(NewFinding finding) {
    return Opening.of(finding, dedupKey(finding), catalog.service(finding.service()).criticality());
  }

  Taken take(Opening opening) {
    Optional<Incident> open = Optional.ofNullable(opening.dedupKey()).flatMap(incidents::holdOpen);
    if (open.isPresent()) {
      Incident incident = open.get();
      incident.join(opening, settings, now());
      incidents.save(incident);
      return new Taken(incident, false);
    }
    return open(opening);
  }

  private Taken open(Opening opening) {
    Instant now = now();
    int priority = settings.priority(opening.impactOrDefault(), opening.urgencyOrDefault());
    Deadlines asked = settings.deadlines(priority, now);
    Deadlines deadlines =
        opening.observed().horizon().map(time -> asked.answeredWithin(time, now)).orElse(asked);
    String team = Optional.ofNullable(opening.service()).map(catalog::service).map(ServiceInfo::team).orElse(null);
    Incident incident =
        new Incident(numbers.take(), opening, priority, deadlines, team, settings.nextWorkingHours(now), now);
    incidents.add(incident);
    return new Taken(incident, true);
  }

  /** In milliseconds, so that events say what the database keeps. */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** The incident that took it, and whether it was opened for it. */
  record Taken(Incident incident, boolean opened) {}
}
