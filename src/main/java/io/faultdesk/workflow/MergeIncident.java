package io.faultdesk.workflow;

import io.faultdesk.incident.IncidentDesk;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Closes the incident as a duplicate of the one the diagnosis named. */
@Component(DelegateNames.MERGE_INCIDENT)
class MergeIncident implements JavaDelegate {

  private final IncidentDesk desk;
  private final AsEngine asEngine;

  MergeIncident(IncidentDesk desk, AsEngine asEngine) {
    this.desk = desk;
    this.asEngine = asEngine;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String into = String.valueOf(execution.getVariable(ProcessVariables.DUPLICATE_OF));
    desk.merge(execution.getProcessBusinessKey(), into, asEngine.actor());
  }
}
