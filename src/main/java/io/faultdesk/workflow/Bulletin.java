package io.faultdesk.workflow;

import static java.util.stream.Collectors.toCollection;

import io.faultdesk.incident.IncidentDesk;
import io.faultdesk.incident.IncidentNews;
import io.faultdesk.incident.IncidentView;
import io.faultdesk.staff.Person;
import io.faultdesk.staff.Roster;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells the people who hold an incident's tasks, else the lead of its team, what gives them no new task; of a forecast only when they may be told. */
@Component
class Bulletin {

  /** The variant of the path that forecasts take. */
  private static final String PREVENTIVE = "preventive";

  private final RuntimeService runtimeService;
  private final TaskService taskService;
  private final IncidentDesk desk;
  private final Roster roster;
  private final Notices notices;
  private final AsEngine asEngine;
  private final Clock clock;

  Bulletin(
      RuntimeService runtimeService,
      TaskService taskService,
      IncidentDesk desk,
      Roster roster,
      Notices notices,
      AsEngine asEngine,
      Clock clock) {
    this.runtimeService = runtimeService;
    this.taskService = taskService;
    this.desk = desk;
    this.roster = roster;
    this.notices = notices;
    this.asEngine = asEngine;
    this.clock = clock;
  }

  void tell(IncidentNews news) {
    asEngine.run(
        () -> runtimeService
            .createProcessInstanceQuery()
            .processInstanceBusinessKey(news.number(), ResponseFlow.PROCESS)
            .list()
            .stream()
            .findFirst()
            .map(process -> runtimeService.getVariables(process.getId()))
            .or(() -> desk.find(news.number()).map(Bulletin::variables))
            .ifPresent(incident -> tell(news, incident)));
  }

  private void tell(IncidentNews news, Map<String, Object> incident) {
    if (PREVENTIVE.equals(incident.get(ProcessVariables.VARIANT)) && !desk.tellsOfForecasts()) {
      return;
    }
    String step = news.kind() + "-" + clock.millis();
    people(news.number(), incident.get(ProcessVariables.TEAM))
        .forEach(person -> notices.news(incident, step, news.text(), person));
  }

  /** What notices say of an incident whose process has ended. */
  private static Map<String, Object> variables(IncidentView incident) {
    Map<String, Object> variables = new HashMap<>();
    variables.put(ProcessVariables.NUMBER, incident.number());
    variables.put(ProcessVariables.TITLE, incident.title());
    variables.put(ProcessVariables.PRIORITY, incident.priority());
    variables.put(ProcessVariables.SERVICE, incident.service());
    variables.put(ProcessVariables.TEAM, incident.team());
    return variables;
  }

  private Set<String> people(String number, @Nullable Object team) {
    List<Task> tasks = taskService.createTaskQuery().processInstanceBusinessKey(number).list();
    Set<String> holders =
        tasks.stream().map(Task::getAssignee).filter(Objects::nonNull).collect(toCollection(LinkedHashSet::new));
    if (holders.isEmpty() && team instanceof String name) {
      roster.lead(name).map(Person::id).ifPresent(holders::add);
    }
    return holders;
  }
}
