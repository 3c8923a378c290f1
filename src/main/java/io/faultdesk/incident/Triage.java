package io.faultdesk.incident;

import io.faultdesk.catalog.Catalog;
import io.faultdesk.catalog.ServiceInfo;
import io.faultdesk.incident.IncidentSettings.Deadlines;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Takes what was found or reported into the open incident of its key, or opens one. */
@Component
class Triage {

  private final Incidents incidents;
  private final IncidentNumbers numbers;
  private final Catalog catalog;
  private final IncidentSettings settings;
  private final Clock clock;

  Triage(Incidents incidents, IncidentNumbers numbers, Catalog catalog, IncidentSettings settings, Clock clock) {
    this.incidents = incidents;
    this.numbers = numbers;
    this.catalog = catalog;
    this.settings = settings;
    this.clock = clock;
  }

  /** The number of the incident that the finding is part of now. */
  String take(NewFinding finding) {
    return incidents
        .incidentOfOpenFinding(finding.key())
        .map(id -> new IncidentNumber(id).toString())
        .orElseGet(() -> take(opening(finding)).incident().number());
  }

  /** Makes an open finding of a held incident as bad as that, and its incident as pressing. */
  void worsen(Incident home, Finding known, NewFinding finding) {
    Opening opening = opening(finding);
    known.worsen(opening.observed());
    home.worsen(opening, settings, now());
    incidents.save(home);
  }

  private Opening opening(NewFinding finding) {
    return Opening.of(finding, catalog.service(finding.service()).criticality());
  }

  Taken take(Opening opening) {
    Optional<Incident> open = Optional.ofNullable(opening.dedupKey()).flatMap(incidents::holdOpen);
    if (open.isPresent()) {
      Incident incident = open.get();
      incident.join(opening, settings, now());
      incidents.save(incident);
      return new Taken(incident, false);
    }
    Incident incident = open(opening);
    incidents.add(incident);
    return new Taken(incident, true);
  }

  private Incident open(Opening opening) {
    Instant now = now();
    int priority = settings.priority(opening.impactOrDefault(), opening.urgencyOrDefault());
    Deadlines deadlines = settings.deadlines(priority, now);
    String team = Optional.ofNullable(opening.service()).map(catalog::service).map(ServiceInfo::team).orElse(null);
    return new Incident(numbers.take(), opening, priority, deadlines, team, now);
  }

  /** In milliseconds, so that events say what the database keeps. */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** The incident that took it, and whether it was opened for it. */
  record Taken(Incident incident, boolean opened) {}
}
