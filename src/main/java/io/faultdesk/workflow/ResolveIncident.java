package io.faultdesk.workflow;

import io.faultdesk.incident.IncidentDesk;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Recovery is proven: the incident is resolved by the person who said so, with what was done and what they add to it. */
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
    String text =
        Stream.of(ProcessVariables.ACTION, ProcessVariables.RECOVERY_COMMENT)
            .map(execution::getVariable)
            .filter(String.class::isInstance)
            .map(String.class::cast)
            .filter(said -> !said.isBlank())
            .collect(Collectors.joining("\n"));
    desk.resolved(execution.getProcessBusinessKey(), asEngine.actor(), text);
  }
}
