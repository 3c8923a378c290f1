package io.faultdesk.workflow;

import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.jspecify.annotations.Nullable;

/** Nobody approves what they proposed themselves. */
final class FourEyes {

  private FourEyes() {}

  /** Why that person may neither have the task nor answer it. */
  static Optional<String> complaint(DelegateTask task, @Nullable String person) {
    return person != null
        && TaskKeys.APPROVE_MAINTENANCE.equals(task.getTaskDefinitionKey())
        && person.equals(task.getVariable(ProcessVariables.PROPOSED_BY))
            ? Optional.of("Field \"" + ProcessVariables.APPROVED + "\" must be answered by somebody else than " + person
                + ", who proposed the maintenance.")
            : Optional.empty();
  }
}
