package io.faultdesk.signal.pagerduty;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.faultdesk.shared.Category;
import io.faultdesk.shared.Digest;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.Severity;
import io.faultdesk.signal.Alert;
import io.faultdesk.signal.AlertFormat;
import io.faultdesk.signal.AlertReading;
import io.faultdesk.signal.AlertReading.Group;
import io.faultdesk.signal.AlertReading.Item;
import io.faultdesk.signal.JsonBody;
import io.faultdesk.signal.Remark;
import io.faultdesk.signal.Unreadable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;

/**
 * An event of PagerDuty's Events API v2. All events of one {@code dedup_key} are one alert; what acknowledges or resolves need
 * not say where, so the key serves as a group of its own through which the alert that fires is found. A trigger counts from
 * its arrival: after a resolve it begins anew.
 */
class Event implements AlertFormat {

  private static final String SENDER = "pagerduty";
  private static final String GROUP = SENDER + "/";
  private static final int MAX_KEY = 255;

  /** The answer of PagerDuty, to be found in its clients. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Answer(String status, String message, @Nullable String dedup_key, @Nullable List<String> errors) {}

  @Override
  public AlertReading read(InputStream body, Instant now) throws IOException {
    JsonNode event = JsonBody.read(body);
    String action = text(event, "event_action");
    return switch (action) {
      case "trigger" -> trigger(event, now.truncatedTo(ChronoUnit.MILLIS));
      case "acknowledge" -> {
        Remark acknowledgement = acknowledgement(event);
        yield new AlertReading(new Group(group(event), alert -> new Item(alert, acknowledgement)));
      }
      case "resolve" -> new AlertReading(new Group(group(event), alert -> new Item(alert.over(now))));
      default -> throw invalid("event_action must be trigger, acknowledge or resolve, not \"" + action + "\"");
    };
  }

  private static AlertReading trigger(JsonNode event, Instant now) throws Unreadable {
    JsonNode payload = event.path("payload");
    String summary = required(payload, "summary");
    String source = required(payload, "source");
    String key = text(event, "dedup_key");
    String group = key.isEmpty() ? GROUP + UUID.randomUUID() : group(event);
    ServiceName service = service(payload, source);
    String name = text(payload, "class").isEmpty() ? summary : text(payload, "class");
    Alert alert =
        new Alert(
            Digest.of(group, service.value()),
            service,
            name,
            severity(required(payload, "severity")),
            Category.orOther(payload.path("custom_details").path("category").asText()),
            true,
            now,
            null,
            labels(event, payload, group, service, name),
            annotations(event, payload, summary),
            SENDER);
    return new AlertReading(List.of(new Item(alert)), List.of(), new Group(group, null));
  }

  private static Remark acknowledgement(JsonNode event) throws Unreadable {
    String client = text(event, "client");
    String words = text(event.path("payload"), "summary");
    return new Remark(client.isEmpty() ? "PagerDuty event" : client, words, true, true);
  }

  private static String group(JsonNode event) throws Unreadable {
    String key = text(event, "dedup_key");
    if (key.isEmpty() || key.length() > MAX_KEY) {
      throw invalid("dedup_key must have 1 to " + MAX_KEY + " characters");
    }
    return GROUP + key;
  }

  private static ServiceName service(JsonNode payload, String source) throws Unreadable {
    String component = text(payload, "component");
    return component.isEmpty() ? service(source, "payload.source") : service(component, "payload.component");
  }

  /** The service of that name, which stands in that field. */
  static ServiceName service(String name, String field) throws Unreadable {
    try {
      return ServiceName.of(name);
    } catch (IllegalArgumentException e) {
      throw invalid(field + ": " + e.getMessage());
    }
  }

  private static Severity severity(String word) throws Unreadable {
    return switch (word) {
      case "critical" -> Severity.CRITICAL;
      case "error" -> Severity.MAJOR;
      case "warning" -> Severity.MINOR;
      case "info" -> Severity.WARNING;
      default -> throw invalid("payload.severity must be critical, error, warning or info, not \"" + word + "\"");
    };
  }

  private static Map<String, String> labels(
      JsonNode event, JsonNode payload, String group, ServiceName service, String name) throws Unreadable {
    Map<String, String> labels = new TreeMap<>();
    labels.put("alertname", name);
    labels.put("service", service.value());
    labels.put("dedup_key", group.substring(GROUP.length()));
    for (String field : List.of("source", "component", "group", "class", "severity")) {
      put(labels, field, text(payload, field));
    }
    put(labels, "client", text(event, "client"));
    return labels;
  }

  private static Map<String, String> annotations(JsonNode event, JsonNode payload, String summary) throws Unreadable {
    Map<String, String> annotations = new TreeMap<>();
    JsonNode details = payload.path("custom_details");
    if (details.isTextual()) {
      annotations.put("details", details.textValue());
    }
    if (details.size() > AlertFormat.MAX_TEXTS) {
      throw invalid("payload.custom_details has more than " + AlertFormat.MAX_TEXTS + " entries");
    }
    for (Map.Entry<String, JsonNode> detail : details.properties()) {
      JsonNode value = detail.getValue();
      put(annotations, detail.getKey(), value.isValueNode() ? value.asText() : value.toString());
    }
    put(annotations, "client_url", text(event, "client_url"));
    put(annotations, "timestamp", text(payload, "timestamp"));
    annotations.put("summary", summary);
    return annotations;
  }

  private static void put(Map<String, String> texts, String name, String text) {
    if (!text.isBlank()) {
      texts.put(name, text);
    }
  }

  /** The text that must be there. */
  static String required(JsonNode payload, String field) throws Unreadable {
    String text = text(payload, field);
    if (text.isBlank()) {
      throw invalid("payload." + field + " is missing or blank");
    }
    return text;
  }

  /** The text there, or an empty one. */
  static String text(JsonNode object, String field) throws Unreadable {
    String text = object.path(field).asText("").strip();
    if (!JsonBody.isWhole(text)) {
      throw invalid(field + " holds half of a character");
    }
    return text;
  }

  static Unreadable invalid(String reason) {
    return new Unreadable(HttpStatus.BAD_REQUEST, reason);
  }

  @Override
  public ResponseEntity<?> stored(AlertReading reading) {
    Group group = reading.group();
    String key = group == null ? null : group.key().substring(GROUP.length());
    return ResponseEntity.accepted().body(new Answer("success", "Event processed", key, null));
  }

  @Override
  public ResponseEntity<?> refused(HttpStatusCode status, String reason) {
    return refusal(status, reason);
  }

  /** The answer of PagerDuty to what it does not take. */
  static ResponseEntity<Answer> refusal(HttpStatusCode status, String reason) {
    return status.is5xxServerError()
        ? ResponseEntity.status(status).body(new Answer("unavailable", reason, null, null))
        : ResponseEntity.status(status)
            .body(new Answer("invalid event", "Event object is invalid", null, List.of(reason)));
  }
}
