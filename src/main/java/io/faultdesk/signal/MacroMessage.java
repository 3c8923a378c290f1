package io.faultdesk.signal;

import com.fasterxml.jackson.databind.JsonNode;
import io.faultdesk.shared.ServiceName;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * A flat JSON object that a monitor has filled by its macros. What a macro had nothing to say to is left out, however the
 * monitor writes that: empty, by the macro's own name or as unknown.
 */
public record MacroMessage(Map<String, String> fields) {

  private static final Pattern UNRESOLVED = Pattern.compile("\\{[A-Z0-9_.]+}|\\$[A-Z0-9_:]+\\$|\\*UNKNOWN\\*");

  public MacroMessage {
    // not Map.copyOf, which takes hours over names that somebody has made collide
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /**
   * Reads it.
   *
   * @throws Unreadable where it is not a flat JSON object
   */
  public static MacroMessage read(InputStream body) throws IOException {
    JsonNode message = JsonBody.read(body);
    if (!message.isObject()) {
      throw new Unreadable(HttpStatus.UNPROCESSABLE_ENTITY, "the body must be a JSON object");
    }
    Map<String, String> fields = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : message.properties()) {
      JsonNode value = field.getValue();
      if (value.isContainerNode()) {
        throw refused(field.getKey(), "must be a text or a number");
      }
      String text = value.isNull() ? "" : value.asText().strip();
      if (!JsonBody.isWhole(text)) {
        throw refused(field.getKey(), "holds half of a character");
      }
      if (!text.isEmpty() && !UNRESOLVED.matcher(text).matches()) {
        fields.put(field.getKey(), text);
      }
    }
    return new MacroMessage(fields);
  }

  /** What the monitor says there, or null. */
  public @Nullable String text(String field) {
    return fields.get(field);
  }

  /** What the monitor says there, or that. */
  public String text(String field, String otherwise) {
    return fields.getOrDefault(field, otherwise);
  }

  /**
   * What the monitor must say there.
   *
   * @throws Unreadable where it does not
   */
  public String required(String field) throws Unreadable {
    String text = text(field);
    if (text == null) {
      throw refused(field, "is missing");
    }
    return text;
  }

  /**
   * The service of the name that must be there.
   *
   * @throws Unreadable where no service can have that name
   */
  public ServiceName service(String field) throws Unreadable {
    try {
      return ServiceName.of(required(field));
    } catch (IllegalArgumentException e) {
      throw refused(field, "is not a service: " + e.getMessage());
    }
  }

  /** Puts what is said in these fields there, each by its other name. */
  public void copy(Map<String, String> to, Map<String, String> names) {
    names.forEach((field, name) -> {
      String text = text(field);
      if (text != null) {
        to.put(name, text);
      }
    });
  }

  /** That this field cannot be used, and why. */
  public static Unreadable refused(String field, String reason) {
    return new Unreadable(HttpStatus.UNPROCESSABLE_ENTITY, field + " " + reason);
  }
}
