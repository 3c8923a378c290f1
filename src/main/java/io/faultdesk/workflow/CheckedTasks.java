package io.faultdesk.workflow;

import io.faultdesk.incident.IncidentDesk;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.impl.TaskServiceImpl;
import org.camunda.bpm.engine.impl.cfg.CommandChecker;
import org.camunda.bpm.engine.impl.cmd.AddCommentCmd;
import org.camunda.bpm.engine.impl.cmd.ClaimTaskCmd;
import org.camunda.bpm.engine.impl.cmd.CompleteTaskCmd;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.task.Comment;
import org.camunda.bpm.engine.variable.VariableMap;
import org.jspecify.annotations.Nullable;

/**
 * The engine's task service that lets nobody complete a task past its form nor give it to others by claiming, and lets who
 * claims the first task of an incident, or comments on it as one who may work on it, acknowledge the incident. A listener could not do it: the
 * engine answers 500 to what a listener throws.
 */
final class CheckedTasks extends TaskServiceImpl {

  /** The tasks with which people take on an incident. */
  private static final Set<String> FIRST = Set.of(TaskKeys.DIAGNOSE, TaskKeys.PREVENT);

  private final FormCheck formCheck;
  private final Supplier<IncidentDesk> desk;

  CheckedTasks(FormCheck formCheck, Supplier<IncidentDesk> desk) {
    this.formCheck = formCheck;
    this.desk = desk;
  }

  @Override
  public void complete(String taskId, @Nullable Map<String, Object> variables) {
    commandExecutor.execute(
        context -> new CompleteTaskCmd(taskId, checked(taskId, variables, context), false, false).execute(context));
  }

  @Override
  public VariableMap completeWithVariablesInReturn(
      String taskId, @Nullable Map<String, Object> variables, boolean deserializeValues) {
    return commandExecutor.execute(
        context -> new CompleteTaskCmd(taskId, checked(taskId, variables, context), true, deserializeValues)
            .execute(context));
  }

  @Override
  public void resolveTask(String taskId, @Nullable Map<String, Object> variables) {
    if (variables != null && !variables.isEmpty()) {
      throw new BadUserRequestException(
          "A delegated task is resolved without variables; complete it to answer its form.");
    }
    super.resolveTask(taskId);
  }

  @Override
  public void claim(String taskId, @Nullable String userId) {
    commandExecutor.execute(
        context -> {
          checkClaim(taskId, userId, context);
          new ClaimTaskCmd(taskId, userId).execute(context);
          if (userId != null) {
            acknowledge(context.getTaskManager().findTaskById(taskId), userId, null);
          }
          return null;
        });
  }

  /** The roster gives every task to somebody, so that there is nothing left to claim: a comment says that they are on it. */
  @Override
  public Comment createComment(@Nullable String taskId, @Nullable String processInstanceId, String message) {
    return commandExecutor.execute(
        context -> {
          Comment comment = new AddCommentCmd(taskId, processInstanceId, message).execute(context);
          TaskEntity task = taskId == null ? null : context.getTaskManager().findTaskById(taskId);
          String caller = context.getAuthenticatedUserId();
          if (task != null && caller != null && mayWork(task, context)) {
            acknowledge(task, caller, message);
          }
          return comment;
        });
  }

  private void acknowledge(TaskEntity task, String by, @Nullable String note) {
    if (FIRST.contains(task.getTaskDefinitionKey())
        && task.getVariable(ProcessVariables.NUMBER) instanceof String number) {
      desk.get().acknowledge(number, by, note);
    }
  }

  private static boolean mayWork(TaskEntity task, CommandContext context) {
    try {
      context.getProcessEngineConfiguration().getCommandCheckers().forEach(checker -> checker.checkTaskWork(task));
      return true;
    } catch (AuthorizationException e) {
      return false;
    }
  }

  /** To claim for somebody else, or to take a task from its assignee, is to assign it. */
  private static void checkClaim(String taskId, @Nullable String userId, CommandContext context) {
    TaskEntity task = taskId == null ? null : context.getTaskManager().findTaskById(taskId);
    if (task == null) {
      return; // the command itself says so
    }
    FourEyes.complaint(task, userId).ifPresent(complaint -> {
      throw new BadUserRequestException(complaint);
    });
    String caller = context.getAuthenticatedUserId();
    String touched = userId == null ? task.getAssignee() : userId;
    if (touched != null && !touched.equals(caller)) {
      context.getProcessEngineConfiguration().getCommandCheckers().forEach(checker -> checker.checkTaskAssign(task));
    }
  }

  /** The part of the answer that the form asks for; who may not work on the task hears that before any fault of theirs. */
  @Nullable
  Map<String, Object> checked(
      String taskId, @Nullable Map<String, Object> variables, CommandContext context) {
    TaskEntity task = taskId == null ? null : context.getTaskManager().findTaskById(taskId);
    if (task == null) {
      return variables; // the command itself says so
    }
    for (CommandChecker checker : context.getProcessEngineConfiguration().getCommandCheckers()) {
      checker.checkTaskWork(task);
    }
    return formCheck.checked(task, variables, context);
  }
}
