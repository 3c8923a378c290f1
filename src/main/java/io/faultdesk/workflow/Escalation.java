package io.faultdesk.workflow;

import io.faultdesk.incident.IncidentDesk;
import io.faultdesk.staff.Person;
import io.faultdesk.staff.Roster;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.task.Task;
import org.springframework.stereotype.Component;

/** Tells the people who can still help that a clock runs out, and hands the work to the team lead once it has. */
@Component
class Escalation {

  static final String RESPOND = "respond";
  static final String RESOLVE = "resolve";
  static final int OVER = 100;

  private final IncidentDesk desk;
  private final Roster roster;
  private final TaskService taskService;
  private final Notices notices;
  private final AsEngine asEngine;

  Escalation(IncidentDesk desk, Roster roster, TaskService taskService, Notices notices, AsEngine asEngine) {
    this.desk = desk;
    this.roster = roster;
    this.taskService = taskService;
    this.notices = notices;
    this.asEngine = asEngine;
  }

  void reached(DelegateExecution execution, String clock, int percent) {
    String number = execution.getProcessBusinessKey();
    String team = String.valueOf(execution.getVariable(ProcessVariables.TEAM));
    if (!desk.escalate(number, clock, percent)) {
      return; // that clock has stopped, or its people know already
    }
    List<Task> tasks = taskService.createTaskQuery().processInstanceBusinessKey(number).list();
    Set<String> told = new LinkedHashSet<>();
    tasks.stream().map(Task::getAssignee).filter(Objects::nonNull).forEach(told::add);
    Optional<Person> lead = percent >= OVER ? roster.lead(team) : Optional.empty();
    lead.ifPresent(
        person -> {
          told.add(person.id());
          hand(tasks, person.id());
        });
    told.forEach(person -> notices.clock(execution, clock, percent, person));
  }

  private void hand(List<Task> tasks, String lead) {
    asEngine.run(
        () -> tasks.stream()
            .filter(task -> !lead.equals(task.getAssignee()))
            .forEach(task -> taskService.setAssignee(task.getId(), lead)));
  }
}
