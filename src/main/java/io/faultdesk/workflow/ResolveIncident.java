package io.faultdesk.workflow;

import io.faultdesk.incident.IncidentDesk;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Recovery is proven: the incident is resolved by the person who said so. */
@Component(DelegateNames.RESOLVE_INCIDENT)
class ResolveIncident implements JavaDelegate {

  private final IncidentDesk desk;
  private final AsEngine asEngine;

  ResolveIncident(IncidentDesk desk, AsEngine asEngine) {
    this.desk = desk;
    this.asEngine = asEngine;
  }

  @Override
  public void execute(DelegateExecution execution) {
    Object text = execution.getVariable(ProcessVariables.ACTION);
    desk.resolved(execution.getProcessBusinessKey(), asEngine.actor(), text == null ? "" : text.toString());
  }
}
