package io.faultdesk.workflow;

import io.faultdesk.incident.FindingsCleared;
import io.faultdesk.incident.ForecastCameTrue;
import io.faultdesk.incident.IncidentAcknowledged;
import io.faultdesk.incident.IncidentClosed;
import io.faultdesk.incident.IncidentDesk;
import io.faultdesk.incident.IncidentNews;
import io.faultdesk.incident.IncidentOpened;
import io.faultdesk.incident.IncidentResolved;
import io.faultdesk.incident.PriorityChanged;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Tells the processes what happened to incidents. Everything runs in the transaction in which it happened, so that
 * incident and process never disagree; a message that no process waits for changes nothing.
 */
@Component
@Transactional
public class ResponseFlow {

  /** Key of the process that sees one incident through. */
  static final String PROCESS = "incident-response";

  private final RuntimeService runtimeService;
  private final TaskService taskService;
  private final IdentityService identityService;
  private final IncidentDesk desk;
  private final Bulletin bulletin;
  private final AsEngine asEngine;

  ResponseFlow(
      RuntimeService runtimeService,
      TaskService taskService,
      IdentityService identityService,
      IncidentDesk desk,
      Bulletin bulletin,
      AsEngine asEngine) {
    this.runtimeService = runtimeService;
    this.taskService = taskService;
    this.identityService = identityService;
    this.desk = desk;
    this.bulletin = bulletin;
    this.asEngine = asEngine;
  }

  @EventListener
  void on(IncidentOpened opened) {
    asEngine.run(
        () -> {
          ProcessInstance started =
              runtimeService.startProcessInstanceByKey(PROCESS, opened.number(), startVariables(opened));
          desk.processStarted(opened.number(), started.getId());
        });
  }

  /** Where no task asks about it, as in a diagnosis, people are told at once that there is nothing left to repair. */
  @EventListener
  void on(FindingsCleared cleared) {
    if (!tell(cleared.number(), "findings-cleared") && !cleared.flapping()) {
      on(new IncidentNews(cleared.number(), "all-cleared", "Every finding has cleared."));
    }
  }

  /** Its process merges it; one that was drawn without that is merged from outside. */
  @EventListener
  void on(ForecastCameTrue forecast) {
    Map<String, Object> into = Map.of(ProcessVariables.DUPLICATE_OF, forecast.fault());
    if (!tell(forecast.number(), "forecast-came-true", into)) {
      desk.declareDuplicate(forecast.number(), forecast.fault(), asEngine.actor());
    }
  }

  @EventListener
  void on(IncidentNews news) {
    bulletin.tell(news);
  }

  @EventListener
  void on(IncidentResolved resolved) {
    tell(resolved.number(), "incident-resolved");
  }

  @EventListener
  void on(IncidentClosed closed) {
    tell(closed.number(), "incident-closed");
  }

  @EventListener
  void on(IncidentAcknowledged acknowledged) {
    asEngine.run(
        () -> {
          if (identityService.createUserQuery().userId(acknowledged.by()).count() == 0) {
            return; // no user, such as the system: a task given to it would be seen by nobody
          }
          taskService
              .createTaskQuery()
              .processInstanceBusinessKey(acknowledged.number())
              .taskDefinitionKeyIn(TaskKeys.DIAGNOSE, TaskKeys.PREVENT)
              .list()
              .stream()
              .filter(task -> task.getAssignee() == null)
              .forEach(task -> taskService.setAssignee(task.getId(), acknowledged.by()));
        });
  }

  @EventListener
  void on(PriorityChanged changed) {
    asEngine.run(() -> prioritise(changed.number(), changed.priority()));
  }

  private void prioritise(String number, int priority) {
    int taskPriority = ProcessVariables.taskPriority(priority);
    Map<String, Object> variables =
        Map.of(ProcessVariables.PRIORITY, priority, ProcessVariables.TASK_PRIORITY, taskPriority);
    for (ProcessInstance instance : runtimeService.createProcessInstanceQuery().processInstanceBusinessKey(number)
        .list()) {
      runtimeService.setVariables(instance.getId(), variables);
    }
    for (Task task : taskService.createTaskQuery().processInstanceBusinessKey(number).list()) {
      taskService.setPriority(task.getId(), taskPriority);
    }
  }

  private boolean tell(String number, String message) {
    return tell(number, message, Map.of());
  }

  /** Whether any process waited for it. */
  private boolean tell(String number, String message, Map<String, Object> variables) {
    AtomicBoolean heard = new AtomicBoolean();
    asEngine.run(
        () -> heard.set(
            !runtimeService.createMessageCorrelation(message).processInstanceBusinessKey(number)
                .setVariables(variables).correlateAllWithResult().isEmpty()));
    return heard.get();
  }

  private static Map<String, Object> startVariables(IncidentOpened opened) {
    Map<String, Object> variables = new HashMap<>();
    variables.put(ProcessVariables.NUMBER, opened.number());
    variables.put(ProcessVariables.TITLE, opened.title());
    variables.put(ProcessVariables.SERVICE, opened.service());
    variables.put(ProcessVariables.CATEGORY, opened.category());
    variables.put(ProcessVariables.SEVERITY, opened.severity());
    variables.put(ProcessVariables.SOURCE, opened.source());
    variables.put(ProcessVariables.PRIORITY, opened.priority());
    variables.put(ProcessVariables.TASK_PRIORITY, ProcessVariables.taskPriority(opened.priority()));
    variables.put(ProcessVariables.IMPACT, opened.impact());
    variables.put(ProcessVariables.URGENCY, opened.urgency());
    variables.put(ProcessVariables.OWNER_TEAM, opened.ownerTeam());
    variables.put(ProcessVariables.WHY, opened.why() == null ? null : Texts.fitting(opened.why()));
    variables.put(ProcessVariables.RESPOND_WARN_AT, date(opened.respondWarnAt()));
    variables.put(ProcessVariables.RESPOND_BY, date(opened.respondBy()));
    variables.put(ProcessVariables.RESOLVE_WARN_AT, date(opened.resolveWarnAt()));
    variables.put(ProcessVariables.RESOLVE_BY, date(opened.resolveBy()));
    variables.put(ProcessVariables.WORKING_HOURS_AT, date(opened.workingHoursAt()));
    variables.put(ProcessVariables.RUNBOOK, null);
    variables.put(ProcessVariables.REVIEW_REQUESTED, false);
    return variables;
  }

  private static Date date(Instant instant) {
    return Date.from(instant);
  }
}
