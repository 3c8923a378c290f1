package io.faultdesk.signal.alertmanager;

import com.fasterxml.jackson.databind.JsonNode;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.signal.Alert;
import io.faultdesk.signal.AlertFormat;
import io.faultdesk.signal.JsonBody;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One alert as it stands in a message, checked while it is read. */
record AlertNode(JsonNode json) {

  /** Go's zero time, with which Alertmanager says "none". */
  private static final Instant NONE = Instant.parse("0001-01-01T00:00:00Z");

  /** What comes after it, or before the year 1, has no form in RFC 3339, and no client could read a list in which it stood. */
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

  private static final Pattern CLASSIC_NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
  private static final Pattern URI = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*:|/)\\S*");

  void requireObject() throws BadAlert {
    if (!json.isObject()) {
      throw new BadAlert("an alert must be an object");
    }
  }

  Labels labels() throws BadAlert {
    if (json.path("labels").isMissingNode() || json.path("labels").isNull()) {
      throw new BadAlert(ErrorBody.MISSING, "labels in body is required");
    }
    TreeMap<String, String> labels = texts("labels");
    labels.values().removeIf(String::isEmpty);
    if (labels.isEmpty()) {
      throw new BadAlert("at least one label pair required");
    }
    return new Labels(labels);
  }

  /** Only what posts to Alertmanager is held to this; Alertmanager itself may have taken any name. */
  static void requireClassicNames(Labels labels) throws BadAlert {
    for (String name : labels.byName().keySet()) {
      if (!CLASSIC_NAME.matcher(name).matches()) {
        throw new BadAlert("invalid label set: invalid name \"" + name + "\"");
      }
    }
  }

  Map<String, String> annotations() throws BadAlert {
    return texts("annotations");
  }

  void requireUri(String field) throws BadAlert {
    JsonNode value = json.path(field);
    if (value.isMissingNode() || value.isNull() || value.isTextual() && value.textValue().isEmpty()) {
      return;
    }
    if (!value.isTextual() || !URI.matcher(value.textValue()).matches()) {
      throw new BadAlert(ErrorBody.WRONG_TYPE, field + " in body must be of type uri");
    }
  }

  /** That time to the millisecond, because that is what tells episodes apart wherever they are kept. */
  @Nullable
  Instant time(String field) throws BadAlert {
    JsonNode value = json.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    try {
      Instant time = OffsetDateTime.parse(value.asText()).toInstant().truncatedTo(ChronoUnit.MILLIS);
      if (time.isBefore(NONE) || time.isAfter(LATEST)) {
        throw new BadAlert(field + " must be a time of the years 1 to 9999");
      }
      return time.equals(NONE) ? null : time;
    } catch (DateTimeException e) {
      throw new BadAlert(field + " must be a time like 2026-11-20T18:11:16.479Z");
    }
  }

  @Nullable
  String text(String field) {
    return json.path(field).textValue();
  }

  /** The alert that these labels and times make, everything else taken from the message. */
  Alert alert(Labels labels, boolean firing, Instant startsAt, @Nullable Instant endsAt, String sender)
      throws BadAlert {
    return new Alert(
        labels.identity(),
        service(labels),
        labels.name(),
        labels.severity(),
        labels.category(),
        firing,
        startsAt,
        endsAt,
        labels.byName(),
        annotations(),
        sender);
  }

  private static ServiceName service(Labels labels) throws BadAlert {
    try {
      return labels.service();
    } catch (IllegalArgumentException e) {
      throw new BadAlert(String.valueOf(e.getMessage()));
    }
  }

  private TreeMap<String, String> texts(String field) throws BadAlert {
    JsonNode object = json.path(field);
    TreeMap<String, String> texts = new TreeMap<>();
    if (object.isMissingNode() || object.isNull()) {
      return texts;
    }
    if (!object.isObject()) {
      throw new BadAlert(field + " must be an object");
    }
    if (object.size() > AlertFormat.MAX_TEXTS) {
      throw new BadAlert(field + " has more than " + AlertFormat.MAX_TEXTS + " entries");
    }
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      texts.put(entry.getKey(), text(field, entry));
    }
    return texts;
  }

  private static String text(String field, Map.Entry<String, JsonNode> entry) throws BadAlert {
    String value = entry.getValue().textValue();
    if (entry.getKey().isBlank()) {
      throw new BadAlert(field + " must not have an empty name");
    }
    if (value == null) {
      throw new BadAlert(field + "." + entry.getKey() + " must be a string");
    }
    if (!JsonBody.isWhole(entry.getKey() + value)) {
      throw new BadAlert(field + "." + entry.getKey() + " holds half of a character");
    }
    return value;
  }
}
