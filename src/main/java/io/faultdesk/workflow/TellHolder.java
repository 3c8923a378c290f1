package io.faultdesk.workflow;

import io.faultdesk.incident.IncidentDesk;
import io.faultdesk.incident.IncidentView;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * Tells whoever has a task of this process what could not be told before working hours began; who has taken the incident on
 * knows.
 */
@Component(DelegateNames.TELL_HOLDER)
class TellHolder implements JavaDelegate {

  private final IncidentDesk desk;
  private final TaskService taskService;
  private final Notices notices;

  TellHolder(IncidentDesk desk, TaskService taskService, Notices notices) {
    this.desk = desk;
    this.taskService = taskService;
    this.notices = notices;
  }

  @Override
  public void execute(DelegateExecution execution) {
    boolean taken = desk.find(execution.getProcessBusinessKey())
        .filter(incident -> incident.state() == IncidentView.State.OPEN)
        .isEmpty();
    if (taken || !desk.tellsOfForecasts()) {
      return;
    }
    taskService.createTaskQuery().processInstanceId(execution.getProcessInstanceId()).taskAssigned().list()
        .forEach(task -> notices.assigned(execution, task));
  }
}
