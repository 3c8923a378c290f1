package io.faultdesk.workflow;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** A clock of the incident has come to a share of its time, given as {@code clock} and {@code percent}. */
@Component(DelegateNames.ESCALATE)
class Escalate implements JavaDelegate {

  private final Escalation escalation;

  Escalate(Escalation escalation) {
    this.escalation = escalation;
  }

  @Override
  public void execute(DelegateExecution execution) {
    escalation.reached(
        execution,
        String.valueOf(execution.getVariable(ProcessVariables.CLOCK)),
        Integer.parseInt(String.valueOf(execution.getVariable(ProcessVariables.PERCENT))));
  }
}
