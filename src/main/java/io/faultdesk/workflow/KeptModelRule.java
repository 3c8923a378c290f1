package io.faultdesk.workflow;

import io.faultdesk.prediction.TrainingDesk;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.jspecify.annotations.Nullable;

/** A model can only be put in force while it is kept and can be used. */
final class KeptModelRule {

  private final Supplier<TrainingDesk> desk;

  KeptModelRule(Supplier<TrainingDesk> desk) {
    this.desk = desk;
  }

  /** What is in the way, if the answers put the model in force. */
  Optional<String> complaint(TaskEntity task, Map<String, @Nullable Object> answers) {
    return TaskKeys.APPROVE_MODEL.equals(task.getTaskDefinitionKey())
        && "true".equals(String.valueOf(answers.get(ProcessVariables.APPROVED)))
            ? desk.get().obstacle(task.getProcessInstance().getBusinessKey())
                .map(why -> "Field \"" + ProcessVariables.APPROVED + "\" must be answered with discard. " + why)
            : Optional.empty();
  }
}
