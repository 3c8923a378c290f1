package io.faultdesk.workflow;

import io.faultdesk.incident.IncidentDesk;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.springframework.stereotype.Component;

/** Takes what a person answered in a task to the incident. */
@Component
class Answers {

  private final IncidentDesk desk;
  private final AsEngine asEngine;

  Answers(IncidentDesk desk, AsEngine asEngine) {
    this.desk = desk;
    this.asEngine = asEngine;
  }

  void record(DelegateTask task) {
    String number = text(task, ProcessVariables.NUMBER);
    String by = by(task);
    switch (task.getTaskDefinitionKey()) {
      case TaskKeys.DIAGNOSE -> {
        desk.acknowledge(number, by, null);
        if ("confirmed".equals(text(task, ProcessVariables.OUTCOME))) {
          desk.confirmed(number, by, diagnosis(task));
        } else {
          desk.note(number, "diagnosed", by, diagnosis(task));
        }
      }
      case TaskKeys.PREVENT -> {
        desk.acknowledge(number, by, null);
        boolean prevented = "prevented".equals(text(task, ProcessVariables.OUTCOME));
        desk.note(number, prevented ? "prevented" : "not-prevented", by,
            prevented ? text(task, ProcessVariables.ACTION) : "");
      }
      case TaskKeys.CONFIRM_CLEARED ->
          desk.note(number, "confirm-cleared", by, text(task, ProcessVariables.OUTCOME));
      case TaskKeys.LOCATE ->
          desk.located(number, text(task, ProcessVariables.COMPONENT), text(task, ProcessVariables.CAUSE), by);
      case TaskKeys.APPROVE_REPAIR ->
          desk.note(number, yes(task, ProcessVariables.APPROVED) ? "repair-approved" : "repair-refused", by,
              comment(task));
      case TaskKeys.REPAIR ->
          desk.note(
              number,
              yes(task, ProcessVariables.REPAIRED) ? "repaired" : "not-repaired",
              by,
              text(task, ProcessVariables.ACTION));
      case TaskKeys.RECOVER ->
          desk.note(number, yes(task, ProcessVariables.RECOVERED) ? "recovered" : "not-recovered", by, comment(task));
      case TaskKeys.REVIEW ->
          desk.reviewed(
              number,
              text(task, ProcessVariables.ROOT_CAUSE),
              text(task, ProcessVariables.LESSON),
              yes(task, ProcessVariables.RULE_USEFUL),
              by);
      default -> desk.note(number, task.getTaskDefinitionKey(), by, "");
    }
  }

  private String by(DelegateTask task) {
    String actor = asEngine.actor();
    return actor.equals(AsEngine.SYSTEM) && task.getAssignee() != null ? task.getAssignee() : actor;
  }

  private static String diagnosis(DelegateTask task) {
    String outcome = text(task, ProcessVariables.OUTCOME);
    // what an earlier diagnosis said is still there, and only belongs to this answer where the form asked for it
    return switch (outcome) {
      case "confirmed" -> outcome + ": " + text(task, ProcessVariables.DIAGNOSIS);
      case "duplicate" -> outcome + ": " + text(task, ProcessVariables.DUPLICATE_OF);
      default -> outcome;
    };
  }

  private static String comment(DelegateTask task) {
    return text(task, ProcessVariables.COMMENT);
  }

  private static boolean yes(DelegateTask task, String variable) {
    return Boolean.TRUE.equals(task.getVariable(variable));
  }

  private static String text(DelegateTask task, String variable) {
    return task.getVariable(variable) instanceof String text ? text : "";
  }
}
