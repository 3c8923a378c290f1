package io.faultdesk.incident;

import java.util.Optional;

/** One reason for which a finding that opens need not open an incident of its own. */
@FunctionalInterface
interface SuppressionStage {

  /** What this stage has to say about the finding; empty lets it through. Asked in the transaction that raises the finding. */
  Optional<Suppression> suppress(NewFinding finding, Situation situation);
}
