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

  Quiet(
      Maintenance maintenance,
      Silencing silencing,
      Inhibition inhibition,
      Grouping grouping,
      Flapping flapping,
      Dependency dependency,
      Storm storm) {
    stages = List.of(maintenance, silencing, inhibition, grouping, flapping, dependency, storm);
  }

  /** Why the finding opens no incident of its own; empty where it does. */
  Optional<Suppression> judge(NewFinding finding, Situation situation) {
    return stages.stream().flatMap(stage -> stage.suppress(finding, situation).stream()).findFirst();
  }
}
