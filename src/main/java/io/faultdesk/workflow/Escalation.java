package io.faultdesk.workflow;

import io.faultdesk.incident.IncidentDesk;
import io.faultdesk.incident.IncidentView;
import io.faultdesk.notification.Notice;
import io.faultdesk.staff.Person;
import io.faultdesk.staff.Roster;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.springframework.stereotype.Component;

/** Tells the people who can still help that a clock runs out, and hands the work to the team lead once it has. */
@Component
class Escalation {

  static final String RESPOND = "respond";
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

  void reached(String number, String team, String clock, int percent) {
    IncidentView incident = desk.find(number).orElse(null);
    if (incident == null || clock.equals(RESPOND) && incident.acknowledgedAt() != null) {
      return; // somebody has responded: that clock has stopped
    }
    desk.escalate(number, clock, percent);
    List<Task> tasks = taskService.createTaskQuery().processInstanceBusinessKey(number).list();
    Set<String> told = new LinkedHashSet<>();
    tasks.stream().map(Task::getAssignee).filter(Objects::nonNull).forEach(told::add);
    Optional<Person> lead = percent >= OVER ? roster.lead(team) : Optional.empty();
    lead.ifPresent(
        person -> {
          told.add(person.id());
          hand(tasks, person.id());
        });
    told.forEach(person -> notices.send(notice(incident, clock, percent, person)));
  }

  private void hand(List<Task> tasks, String lead) {
    asEngine.run(
        () -> tasks.stream()
            .filter(task -> !lead.equals(task.getAssignee()))
            .forEach(task -> taskService.setAssignee(task.getId(), lead)));
  }

  private static Notice notice(IncidentView incident, String clock, int percent, String person) {
    boolean respond = clock.equals(RESPOND);
    String what = respond ? "nobody has responded yet" : "it is not resolved yet";
    String when = percent >= OVER ? "The time is over" : percent + " % of the time are gone";
    return new Notice(
        incident.number(),
        clock + "-" + percent,
        person,
        incident.number() + ": " + when.toLowerCase(java.util.Locale.ROOT) + " – " + incident.title(),
        "%s, and %s. It was promised by %s.%n"
            .formatted(when, what, respond ? incident.respondBy() : incident.resolveBy()));
  }
}
