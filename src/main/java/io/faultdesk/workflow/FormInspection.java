package io.faultdesk.workflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.camunda.bpm.dmn.feel.impl.FeelException;

/**
 * Says what is wrong with a form: what the Tasklist of Camunda 7.24, with form-js 1.8.7, could not show or we not check. What
 * it puts into lists or objects would never arrive under the key of its field, so that nobody could complete the task.
 */
final class FormInspection {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Set<String> COMPONENTS =
      Set.of(
          "button",
          "checkbox",
          "checklist",
          "datetime",
          "expression",
          "group",
          "html",
          "iframe",
          "image",
          "number",
          "radio",
          "select",
          "separator",
          "spacer",
          "table",
          "taglist",
          "text",
          "textarea",
          "textfield");

  private final Feel feel = new Feel();

  /** The form's id, where the content is a form that has one. */
  static Optional<String> id(byte[] content) {
    try {
      return Optional.ofNullable(JSON.readTree(content).path("id").textValue());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  List<ProcessFault> faults(String file, byte[] content, boolean house) {
    try {
      JsonNode form = JSON.readTree(content);
      List<ProcessFault> faults = new ArrayList<>();
      String id = form.path("id").asText("");
      if (!form.path("components").isArray() || id.isEmpty()) {
        faults.add(ProcessFault.of(file, "is no form: it has no id or no components"));
      } else if (house && !id.equals(ProcessFiles.stem(file))) {
        faults.add(ProcessFault.of(file, "form " + id + " is not named as its file"));
      }
      inspect(file, form, new HashSet<>(), faults);
      return faults;
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
      return List.of(new ProcessFault(file, line, column, e.getOriginalMessage()));
    } catch (IOException e) {
      return List.of(ProcessFault.of(file, String.valueOf(e.getMessage())));
    }
  }

  private void inspect(String file, JsonNode parent, Set<String> keys, List<ProcessFault> faults) {
    for (JsonNode component : parent.path("components")) {
      String type = component.path("type").asText();
      String key = component.path("key").asText("");
      String name = key.isEmpty() ? type : type + " " + key;
      if (type.equals("dynamiclist")) {
        faults.add(ProcessFault.of(file, name + ": a list of fields cannot be checked here; use single fields"));
      } else if (!COMPONENTS.contains(type)) {
        faults.add(ProcessFault.of(file, "has a component of type \"" + type + "\", which Tasklist 7.24 cannot show"));
      }
      if (type.equals("group") && !component.path("path").asText("").isBlank()) {
        faults.add(ProcessFault.of(file, name + ": the path " + component.path("path").asText()
            + " would wrap its fields into an object; leave it empty"));
      }
      if (key.contains(".")) {
        faults.add(ProcessFault.of(file, name + ": a key with a dot would wrap the field into an object"));
      }
      if (!key.isEmpty() && !keys.add(key)) {
        faults.add(ProcessFault.of(file, "has the key " + key + " twice"));
      }
      expressions(component).forEach((what, expression) -> broken(expression).ifPresent(
          fault -> faults.add(ProcessFault.of(file, what + " of " + name + " is no FEEL expression: " + fault))));
      if (component.has("components")) {
        inspect(file, component, keys, faults);
      } else {
        bounds(component).ifPresent(fault -> faults.add(ProcessFault.of(file, name + ": " + fault)));
      }
    }
  }

  private static Map<String, String> expressions(JsonNode component) {
    return Map.of(
        "conditional.hide", component.path("conditional").path("hide").asText(""),
        "requiredWhen", component.path("properties").path("requiredWhen").asText(""));
  }

  private Optional<String> broken(String expression) {
    if (expression.isEmpty()) {
      return Optional.empty();
    }
    try {
      feel.evaluate(expression, Map.of());
      return Optional.empty();
    } catch (FeelException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static Optional<String> bounds(JsonNode component) {
    try {
      FormField.parse(component, List.of());
      return Optional.empty();
    } catch (IllegalArgumentException | ArithmeticException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
