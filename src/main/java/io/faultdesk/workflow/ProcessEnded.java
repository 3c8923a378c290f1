package io.faultdesk.workflow;

import io.faultdesk.incident.ClosureReason;
import io.faultdesk.incident.IncidentDesk;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.springframework.stereotype.Component;

/** Closes the incident as cancelled where somebody deleted its process, in Cockpit or over REST. */
@Component(DelegateNames.PROCESS_ENDED)
class ProcessEnded implements ExecutionListener {

  private final IncidentDesk desk;
  private final AsEngine asEngine;

  ProcessEnded(IncidentDesk desk, AsEngine asEngine) {
    this.desk = desk;
    this.asEngine = asEngine;
  }

  @Override
  public void notify(DelegateExecution execution) {
    if (execution.isCanceled()) {
      desk.close(
          execution.getProcessBusinessKey(), ClosureReason.CANCELLED, asEngine.actor(), "Its process was deleted.");
    }
  }
}
