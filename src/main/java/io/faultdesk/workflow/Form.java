package io.faultdesk.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a Camunda Form asks for, checked as Tasklist checks it in the browser. Only its fields are taken from what was
 * submitted, in their types; everything else is left out, so that an answer cannot change a number, team or priority.
 */
record Form(List<FormField> fields) {

  Form {
    fields = List.copyOf(fields);
  }

  static Form parse(JsonNode json) {
    List<FormField> fields = new ArrayList<>();
    collect(json, List.of(), fields);
    return new Form(fields);
  }

  private static void collect(JsonNode parent, List<String> hiddenWhen, List<FormField> fields) {
    for (JsonNode component : parent.path("components")) {
      List<String> conditions = new ArrayList<>(hiddenWhen);
      String hide = component.path("conditional").path("hide").asText("");
      if (!hide.isEmpty()) {
        conditions.add(hide);
      }
      if (component.has("components")) {
        collect(component, conditions, fields);
      } else if (component.hasNonNull("key")) {
        fields.add(FormField.parse(component, conditions));
      }
    }
  }

  /**
   * Checks an answer.
   *
   * @param submitted what came, of any type
   * @param known the variables of the task
   */
  Outcome check(Map<String, ?> submitted, Map<String, ?> known, Feel feel) {
    Map<String, @Nullable Object> values = new HashMap<>();
    fields.forEach(field -> values.put(field.key(), null));
    values.putAll(known);
    Map<String, String> faults = new LinkedHashMap<>();
    Map<String, @Nullable Object> answers = new LinkedHashMap<>();
    for (FormField field : fields) {
      if (field.answerable() && submitted.containsKey(field.key())) {
        convert(field, submitted.get(field.key()), answers, faults);
      }
    }
    values.putAll(answers);
    fields.forEach(field -> values.put(field.key(), field.type().shown(values.get(field.key()))));
    for (FormField field : fields) {
      if (!field.answerable() || field.hiddenWhen().stream().anyMatch(when -> feel.holds(when, values))) {
        answers.remove(field.key());
        faults.remove(field.key());
      } else if (!faults.containsKey(field.key())) {
        boolean required = field.required() || field.requiredWhen() != null && feel.holds(field.requiredWhen(), values);
        field.fault(answers.get(field.key()), required).ifPresent(fault -> faults.put(field.key(), fault));
      }
    }
    return new Outcome(answers, faults);
  }

  private static void convert(
      FormField field, @Nullable Object raw, Map<String, @Nullable Object> answers, Map<String, String> faults) {
    try {
      answers.put(field.key(), field.type().convert(raw, field));
    } catch (IllegalArgumentException e) {
      faults.put(field.key(), String.valueOf(e.getMessage()));
    }
  }

  /**
   * What a check came to.
   *
   * @param answers the fields to keep, in their types
   * @param faults by field, what is wrong with it; empty when all is well
   */
  record Outcome(Map<String, @Nullable Object> answers, Map<String, String> faults) {

    /** All that is wrong as one sentence that names each field. */
    Optional<String> complaint() {
      return faults.isEmpty()
          ? Optional.empty()
          : Optional.of(
              faults.entrySet().stream()
                  .map(fault -> "Field \"" + fault.getKey() + "\" " + fault.getValue() + ".")
                  .reduce((one, other) -> one + " " + other)
                  .orElseThrow());
    }
  }
}
