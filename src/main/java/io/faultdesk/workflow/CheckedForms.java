package io.faultdesk.workflow;

import java.util.Map;
import org.camunda.bpm.engine.impl.FormServiceImpl;
import org.camunda.bpm.engine.impl.cmd.SubmitTaskFormCmd;
import org.camunda.bpm.engine.variable.VariableMap;
import org.jspecify.annotations.Nullable;

/** The engine's form service, which Tasklist uses, under the same check as {@link CheckedTasks}. */
final class CheckedForms extends FormServiceImpl {

  private final CheckedTasks tasks;

  CheckedForms(CheckedTasks tasks) {
    this.tasks = tasks;
  }

  @Override
  public void submitTaskForm(String taskId, @Nullable Map<String, Object> properties) {
    commandExecutor.execute(
        context -> new SubmitTaskFormCmd(taskId, tasks.checked(taskId, properties, context), false, false)
            .execute(context));
  }

  @Override
  public VariableMap submitTaskFormWithVariablesInReturn(
      String taskId, @Nullable Map<String, Object> properties, boolean deserializeValues) {
    return commandExecutor.execute(
        context -> new SubmitTaskFormCmd(taskId, tasks.checked(taskId, properties, context), true, deserializeValues)
            .execute(context));
  }
}
