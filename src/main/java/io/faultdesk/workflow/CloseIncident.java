package io.faultdesk.workflow;

import io.faultdesk.incident.ClosureReason;
import io.faultdesk.incident.IncidentDesk;
import java.util.Locale;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Closes the incident for the reason that the process gives, with its words where it has any. */
@Component(DelegateNames.CLOSE_INCIDENT)
class CloseIncident implements JavaDelegate {

  private final IncidentDesk desk;
  private final AsEngine asEngine;

  CloseIncident(IncidentDesk desk, AsEngine asEngine) {
    this.desk = desk;
    this.asEngine = asEngine;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String word = String.valueOf(execution.getVariable(ProcessVariables.REASON));
    ClosureReason reason = ClosureReason.valueOf(word.toUpperCase(Locale.ROOT));
    String text = execution.getVariable(ProcessVariables.CLOSING_TEXT) instanceof String said ? said : "";
    desk.close(execution.getProcessBusinessKey(), reason, asEngine.actor(), text);
  }
}
