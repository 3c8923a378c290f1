package io.faultdesk.workflow;

import io.faultdesk.prediction.TrainingDesk;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Has a challenger of the fault model trained, which goes on when the transaction is over; a message tells of its end. */
@Component(DelegateNames.START_TRAINING)
class StartTraining implements JavaDelegate {

  private final TrainingDesk desk;

  StartTraining(TrainingDesk desk) {
    this.desk = desk;
  }

  @Override
  public void execute(DelegateExecution execution) {
    desk.challenge(
        execution.getProcessBusinessKey(), String.valueOf(execution.getVariable(ProcessVariables.STARTED_BY)));
  }
}
