package io.faultdesk.workflow;

import io.faultdesk.incident.IncidentDesk;
import io.faultdesk.incident.Phase;
import java.util.Locale;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.springframework.stereotype.Component;

/** Tells the incident which phase begins; the phase is named by the key of its process. */
@Component(DelegateNames.ENTER_PHASE)
class EnterPhase implements ExecutionListener {

  private final IncidentDesk desk;

  EnterPhase(IncidentDesk desk) {
    this.desk = desk;
  }

  @Override
  public void notify(DelegateExecution execution) {
    String key = ((ExecutionEntity) execution).getProcessDefinition().getKey();
    desk.enter(execution.getProcessBusinessKey(), Phase.valueOf(key.toUpperCase(Locale.ROOT)));
  }
}
