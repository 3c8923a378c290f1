package io.faultdesk.workflow;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.faultdesk.incident.IncidentDesk;
import io.faultdesk.prediction.TrainingDesk;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.camunda.bpm.engine.form.CamundaFormRef;
import org.camunda.bpm.engine.form.TaskFormData;
import org.camunda.bpm.engine.impl.cmd.GetCamundaFormDefinitionCmd;
import org.camunda.bpm.engine.impl.cmd.GetDeploymentResourceCmd;
import org.camunda.bpm.engine.impl.cmd.GetTaskFormCmd;
import org.camunda.bpm.engine.impl.form.validator.FormFieldValidationException;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.repository.CamundaFormDefinition;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.Variables;
import org.jspecify.annotations.Nullable;

/**
 * Checks the answer to a task on the server against the very form that Tasklist shows for it, and keeps of it what the form
 * asks for. A fault is a {@link FormFieldValidationException} that names the fields: REST makes a 400 of it, and the task
 * stays.
 */
final class FormCheck {

  private final Supplier<IncidentDesk> desk;
  private final DuplicateRule duplicateRule;
  private final ClearedRule clearedRule;
  private final KeptModelRule keptModelRule;
  private final Feel feel = new Feel();
  private final ObjectMapper json = new ObjectMapper();
  private final ConcurrentMap<String, Form> forms = new ConcurrentHashMap<>();

  FormCheck(Supplier<IncidentDesk> desk, Supplier<TrainingDesk> training) {
    this.desk = desk;
    this.duplicateRule = new DuplicateRule(desk);
    this.clearedRule = new ClearedRule(desk);
    this.keptModelRule = new KeptModelRule(training);
  }

  /** What the task's process is to get of that answer; all of it where the task has no form. */
  @Nullable
  Map<String, Object> checked(
      TaskEntity task, @Nullable Map<String, Object> answer, CommandContext context) {
    Form form = form(task, context);
    if (form == null) {
      return answer;
    }
    FourEyes.complaint(task, context.getAuthenticatedUserId()).ifPresent(complaint -> {
      throw new FormFieldValidationException(ProcessVariables.APPROVED, complaint);
    });
    String number = String.valueOf(task.getVariable(ProcessVariables.NUMBER));
    Form.Outcome outcome =
        form.check(values(form, answer == null ? Map.of() : answer), known(task, number), feel);
    outcome
        .complaint()
        .or(() -> duplicateRule.complaint(number, outcome.answers()))
        .or(() -> clearedRule.complaint(number, outcome.answers()))
        .or(() -> keptModelRule.complaint(task, outcome.answers()))
        .ifPresent(
            complaint -> {
              throw new FormFieldValidationException(outcome.faults(), complaint);
            });
    VariableMap kept = Variables.createVariables();
    outcome.answers().forEach(kept::putValue);
    return kept;
  }

  private Map<String, Object> known(TaskEntity task, String number) {
    Map<String, Object> known = new HashMap<>(task.getVariables());
    if (TaskKeys.RECOVER.equals(task.getTaskDefinitionKey())) {
      // findings open and clear while the task waits
      known.put(ProcessVariables.OPEN_FINDINGS, desk.get().stillOpen(number).size());
    }
    return known;
  }

  private static Map<String, @Nullable Object> values(Form form, Map<String, Object> answer) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (FormField field : form.fields()) {
      if (answer.containsKey(field.key())) {
        values.put(field.key(), value(field.key(), answer));
      }
    }
    return values;
  }

  private static @Nullable Object value(String key, Map<String, Object> answer) {
    try {
      return answer.get(key);
    } catch (IllegalStateException e) { // a serialised object, which the engine has not read and shall not read
      throw new FormFieldValidationException(Map.of(key, "type"), "Field \"" + key + "\" has a type no form has.", e);
    }
  }

  private @Nullable Form form(TaskEntity task, CommandContext context) {
    TaskFormData data = context.runWithoutAuthorization(() -> new GetTaskFormCmd(task.getId()).execute(context));
    CamundaFormRef reference = data == null ? null : data.getCamundaFormRef();
    if (reference == null) {
      return null;
    }
    CamundaFormDefinition definition =
        context.runWithoutAuthorization(
            () -> new GetCamundaFormDefinitionCmd(reference, data.getDeploymentId()).execute(context));
    if (definition == null) {
      throw new FormFieldValidationException(
          reference.getKey(), "The form \"" + reference.getKey() + "\" of this task is not deployed.");
    }
    return forms.computeIfAbsent(definition.getId(), id -> read(definition, context));
  }

  private Form read(CamundaFormDefinition definition, CommandContext context) {
    try (InputStream content =
        context.runWithoutAuthorization(
            () -> new GetDeploymentResourceCmd(definition.getDeploymentId(), definition.getResourceName())
                .execute(context))) {
      return Form.parse(json.readTree(content));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
