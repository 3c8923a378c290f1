package io.faultdesk.workflow;

import io.faultdesk.incident.IncidentDesk;
import io.faultdesk.incident.IncidentView;
import io.faultdesk.staff.Person;
import io.faultdesk.staff.Roster;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Gives each new task of an incident to somebody, tells that person, and takes the answer to the incident; of a task that has come to
 * nobody in particular it tells those who may take it. It hears of every user task, so that whoever draws a process cannot
 * forget to ask for it.
 */
@Component
class TaskEvents {

  private final IncidentDesk desk;
  private final Roster roster;
  private final Notices notices;
  private final Candidates candidates;
  private final Answers answers;
  private final AsEngine asEngine;

  TaskEvents(IncidentDesk desk, Roster roster, Notices notices, Candidates candidates, Answers answers,
      AsEngine asEngine) {
    this.desk = desk;
    this.roster = roster;
    this.notices = notices;
    this.candidates = candidates;
    this.answers = answers;
    this.asEngine = asEngine;
  }

  @EventListener
  void on(DelegateTask task) {
    if (text(task, ProcessVariables.NUMBER) != null) {
      ofIncident(task);
    }
    if (TaskListener.EVENTNAME_CREATE.equals(task.getEventName()) && task.getAssignee() == null && tellsNow(task)) {
      notices.offered(task, candidates.reachable(task));
    }
  }

  private void ofIncident(DelegateTask task) {
    switch (task.getEventName()) {
      case TaskListener.EVENTNAME_CREATE -> created(task);
      case TaskListener.EVENTNAME_ASSIGNMENT -> assigned(task);
      case TaskListener.EVENTNAME_COMPLETE -> answers.record(task);
      default -> {}
    }
  }

  private void created(DelegateTask task) {
    String team = text(task, ProcessVariables.TEAM);
    Optional<Person> person =
        team == null ? Optional.empty() : holder(task, team).or(() -> roster.pick(team));
    if (person.isPresent()) {
      task.setAssignee(person.get().id()); // the engine reports the assignment by itself
    } else {
      assigned(task);
    }
  }

  /** Who has the incident already, where the task only asks whether that work is over. */
  private Optional<Person> holder(DelegateTask task, String team) {
    return TaskKeys.CONFIRM_CLEARED.equals(task.getTaskDefinitionKey())
        ? desk.find(String.valueOf(text(task, ProcessVariables.NUMBER)))
            .map(IncidentView::assignee)
            .flatMap(person -> roster.pickable(team, person))
        : Optional.empty();
  }

  private void assigned(DelegateTask task) {
    String number = String.valueOf(text(task, ProcessVariables.NUMBER));
    String team = text(task, ProcessVariables.TEAM);
    String assignee = task.getAssignee();
    if (team != null) {
      desk.assigned(number, team, assignee);
    }
    if (assignee != null && !assignee.equals(asEngine.actor()) && tellsNow(task)) {
      notices.assigned(task, assignee);
    }
  }

  /** Of a task that is about a forecast, its process tells when working hours begin. */
  private boolean tellsNow(DelegateTask task) {
    return !TaskKeys.PREVENT.equals(task.getTaskDefinitionKey()) || desk.tellsOfForecasts();
  }

  private static @Nullable String text(DelegateTask task, String variable) {
    return task.getVariable(variable) instanceof String text ? text : null;
  }
}
