package io.faultdesk.workflow;

import io.faultdesk.notification.Dispatcher;
import io.faultdesk.notification.Notice;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.task.Task;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Tells people what they have to know of an incident, a maintenance or another piece of work: stores the notice in the current transaction and leaves its delivery to
 * a process of its own.
 */
@Component
class Notices {

  static final String PROCESS = "notify";

  private static final int LOWEST = 4;
  private static final int LONGEST_NUMBER = 20;

  private final Dispatcher dispatcher;
  private final RuntimeService runtimeService;
  private final AsEngine asEngine;

  Notices(Dispatcher dispatcher, RuntimeService runtimeService, AsEngine asEngine) {
    this.dispatcher = dispatcher;
    this.runtimeService = runtimeService;
    this.asEngine = asEngine;
  }

  /** Tells that person of a task that has come to them. */
  void assigned(DelegateTask task, String person) {
    Notice.About about = about(task, task.getDueDate());
    send(Notice.assigned(about, name(task), task.getId(), person, dispatcher.zone()));
  }

  /** Tells those people of a task that any of them may take. */
  void offered(DelegateTask task, List<String> people) {
    Notice.About about = about(task, task.getDueDate());
    Notice.About named = about.incident().isEmpty()
        ? new Notice.About(process(task), about.title(), about.service(), null, about.why(), about.due()) : about;
    people.forEach(person -> send(Notice.offered(named, name(task), task.getId(), person, dispatcher.zone())));
  }

  private static String name(DelegateTask task) {
    return task.getName() == null ? task.getTaskDefinitionKey() : task.getName();
  }

  /** Key of the task's process, which is the first part of its id, as far as a notice has room for it. */
  private static String process(DelegateTask task) {
    String key = task.getProcessDefinitionId().split(":", 2)[0];
    return key.substring(0, Math.min(key.length(), LONGEST_NUMBER));
  }

  /** Tells whoever has that task of an incident with these variables, unless they were told. */
  void assigned(VariableScope incident, Task task) {
    Notice.About about = about(incident, task.getDueDate());
    send(Notice.assigned(about, task.getName(), task.getId(), task.getAssignee(), dispatcher.zone()));
  }

  /** Tells that person how much of the time of one of the incident's clocks has passed. */
  void clock(VariableScope incident, String clock, int percent, String person) {
    String due = clock.equals(Escalation.RESPOND) ? ProcessVariables.RESPOND_BY : ProcessVariables.RESOLVE_BY;
    Notice.About about = about(incident, incident.getVariable(due) instanceof Date date ? date : null);
    send(Notice.clock(about, clock, percent, person, dispatcher.zone()));
  }

  /** Tells that person something about an incident with these variables. */
  void news(Map<String, Object> incident, String step, String text, String person) {
    send(Notice.news(about(incident::get, null), step, text, person, dispatcher.zone()));
  }

  private static Notice.About about(VariableScope incident, @Nullable Date due) {
    return about(incident::getVariable, due);
  }

  private static Notice.About about(Function<String, @Nullable Object> incident, @Nullable Date due) {
    String number = text(incident, ProcessVariables.NUMBER);
    return new Notice.About(
        number.isEmpty() ? text(incident, ProcessVariables.MAINTENANCE) : number,
        text(incident, ProcessVariables.TITLE),
        incident.apply(ProcessVariables.SERVICE) instanceof String service ? service : null,
        incident.apply(ProcessVariables.PRIORITY) instanceof Number priority ? priority.intValue() : LOWEST,
        text(incident, ProcessVariables.WHY),
        due == null ? null : due.toInstant());
  }

  private static String text(Function<String, @Nullable Object> incident, String variable) {
    return incident.apply(variable) instanceof String text ? text : "";
  }

  private void send(Notice notice) {
    dispatcher.submit(notice).ifPresent(id -> asEngine.run(() -> startDelivery(notice, id)));
  }

  private void startDelivery(Notice notice, Long id) {
    // Without business key: that one finds the tasks and processes of the incident's work only.
    runtimeService.startProcessInstanceByKey(
        PROCESS,
        Map.of(ProcessVariables.NOTICE_ID, id, ProcessVariables.NUMBER, notice.incident()));
  }
}
