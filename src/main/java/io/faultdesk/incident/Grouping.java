package io.faultdesk.incident;

import io.faultdesk.incident.Suppression.Collected;
import io.faultdesk.incident.Suppression.Stage;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Takes a finding into the open incident of its key. */
@Component
class Grouping implements SuppressionStage {

  private final Incidents incidents;

  Grouping(Incidents incidents) {
    this.incidents = incidents;
  }

  @Override
  public Optional<Suppression> suppress(NewFinding finding, Instant now) {
    return incidents
        .openIncident(key(finding))
        .map(incident -> new Collected(Stage.GROUPING, "the same finding has an open incident", incident));
  }

  /** The dedup key of the incident that the finding opens or belongs to. */
  String key(NewFinding finding) {
    return finding.key();
  }
}
