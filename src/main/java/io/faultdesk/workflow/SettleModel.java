package io.faultdesk.workflow;

import io.faultdesk.prediction.TrainingDesk;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Tells what became of a challenger: {@code activated}, {@code discarded}, {@code expired} or {@code abandoned}, given as {@code outcome}. */
@Component(DelegateNames.SETTLE_MODEL)
class SettleModel implements JavaDelegate {

  private final TrainingDesk desk;
  private final AsEngine asEngine;

  SettleModel(TrainingDesk desk, AsEngine asEngine) {
    this.desk = desk;
    this.asEngine = asEngine;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String id = execution.getProcessBusinessKey();
    String comment = execution.getVariable(ProcessVariables.COMMENT) instanceof String text ? text : "";
    String outcome = String.valueOf(execution.getVariable(ProcessVariables.OUTCOME));
    switch (outcome) {
      case "activated" -> desk.decide(id, true, asEngine.actor(), comment);
      case "discarded" -> desk.decide(id, false, asEngine.actor(), comment);
      case "expired" -> desk.decide(id, false, asEngine.actor(), "Nobody decided in time.");
      case "abandoned" -> desk.giveUp(id, asEngine.actor(), "It took too long.");
      default -> throw new IllegalArgumentException("a model cannot become " + outcome);
    }
  }
}
