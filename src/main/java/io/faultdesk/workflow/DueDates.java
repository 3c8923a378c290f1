package io.faultdesk.workflow;

import io.faultdesk.incident.ClockShortened;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Moves what an incident's processes have taken over from a clock that now ends earlier, in the transaction in which that
 * happened: the variables, and the due dates of the tasks and timers that were made of them, which do not follow by themselves.
 */
@Component
@Transactional
class DueDates {

  /** By clock, the variables for 75 % and the end of its time; a diagnosis that is done again is due with the solution. */
  private static final Map<String, Variables> VARIABLES =
      Map.of(
          Escalation.RESPOND,
          new Variables(List.of(ProcessVariables.RESPOND_WARN_AT), List.of(ProcessVariables.RESPOND_BY)),
          Escalation.RESOLVE,
          new Variables(
              List.of(ProcessVariables.RESOLVE_WARN_AT, ProcessVariables.RESPOND_WARN_AT),
              List.of(ProcessVariables.RESOLVE_BY, ProcessVariables.RESPOND_BY)));

  private final RuntimeService runtimeService;
  private final TaskService taskService;
  private final ManagementService managementService;
  private final AsEngine asEngine;

  DueDates(
      RuntimeService runtimeService, TaskService taskService, ManagementService managementService, AsEngine asEngine) {
    this.runtimeService = runtimeService;
    this.taskService = taskService;
    this.managementService = managementService;
    this.asEngine = asEngine;
  }

  @EventListener
  void on(ClockShortened clock) {
    asEngine.run(
        () -> runtimeService.createProcessInstanceQuery().processInstanceBusinessKey(clock.number()).list()
            .forEach(instance -> follow(instance, clock)));
  }

  private void follow(ProcessInstance instance, ClockShortened clock) {
    Variables variables = VARIABLES.getOrDefault(clock.clock(), new Variables(List.of(), List.of()));
    variables.warnAt().forEach(variable -> bringForward(instance.getId(), variable, clock.warnAt()));
    variables.by().forEach(variable -> bringForward(instance.getId(), variable, clock.by()));
  }

  private void bringForward(String instance, String variable, Instant to) {
    if (!(runtimeService.getVariable(instance, variable) instanceof Date from) || !from.toInstant().isAfter(to)) {
      return;
    }
    runtimeService.setVariable(instance, variable, Date.from(to));
    taskService.createTaskQuery().processInstanceId(instance).list().stream()
        .filter(task -> same(task.getDueDate(), from))
        .forEach(task -> taskService.setDueDate(task.getId(), Date.from(to)));
    managementService.createJobQuery().processInstanceId(instance).timers().list().stream()
        .filter(timer -> same(timer.getDuedate(), from))
        .forEach(timer -> managementService.recalculateJobDuedate(timer.getId(), true));
  }

  /** Not every database keeps the engine's dates to the millisecond, as variables are kept. */
  private static boolean same(@Nullable Date one, Date other) {
    return one != null && second(one).equals(second(other));
  }

  private static Instant second(Date date) {
    return Instant.ofEpochMilli(date.getTime()).truncatedTo(ChronoUnit.SECONDS);
  }

  private record Variables(List<String> warnAt, List<String> by) {}
}
