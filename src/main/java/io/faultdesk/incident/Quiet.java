package io.faultdesk.incident;

import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Decides whether a finding that has just opened may open an incident of its own. The stages are asked in order and the first
 * that has a reason decides. None of them ever sees a clear: whatever is quiet ends like everything else.
 */
@Component
class Quiet {

  private final List<SuppressionStage> stages;

  /** What is only foreseen cannot be a storm, comes and goes by its nature and says nothing of callers. */
  private final List<SuppressionStage> ofForecasts;

  Quiet(
      Maintenance maintenance,
      Silencing silencing,
      Inhibition inhibition,
      Grouping grouping,
      Flapping flapping,
      Dependency dependency,
      Storm storm,
      Foreseen foreseen) {
    stages = List.of(maintenance, silencing, inhibition, grouping, flapping, dependency, storm);
    ofForecasts = List.of(maintenance, silencing, inhibition, foreseen);
  }

  /** Why the finding opens no incident of its own; empty where it does. */
  Optional<Suppression> judge(NewFinding finding, Situation situation) {
    return (finding.source() == FindingSource.FORECAST ? ofForecasts : stages).stream()
        .flatMap(stage -> stage.suppress(finding, situation).stream()).findFirst();
  }
}
