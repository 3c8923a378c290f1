package io.faultdesk.workflow;

import io.faultdesk.incident.IncidentDesk;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Counts the findings of the incident that are still open, and how often that was done. */
@Component(DelegateNames.CHECK_RECOVERY)
class CheckRecovery implements JavaDelegate {

  private final IncidentDesk desk;

  CheckRecovery(IncidentDesk desk) {
    this.desk = desk;
  }

  @Override
  public void execute(DelegateExecution execution) {
    List<String> open = desk.stillOpen(execution.getProcessBusinessKey());
    int checks = execution.getVariable(ProcessVariables.CHECKS) instanceof Number number ? number.intValue() : 0;
    execution.setVariable(ProcessVariables.OPEN_FINDINGS, open.size());
    execution.setVariable(ProcessVariables.OPEN_FINDINGS_TEXT, Texts.fitting(String.join("\n", open)));
    execution.setVariable(ProcessVariables.CHECKS, checks + 1);
  }
}
