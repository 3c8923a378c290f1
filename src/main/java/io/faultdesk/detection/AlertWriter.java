package io.faultdesk.detection;

import com.fasterxml.jackson.core.JsonGenerator;
import io.faultdesk.detection.OpenAlerts.OpenAlert;
import io.faultdesk.signal.Alert;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes open alerts in the form of Alertmanager 0.25. */
record AlertWriter(JsonGenerator json, Instant now) {

  /** Until when Alertmanager says that a claim holds which does not say so itself. */
  private static final Duration WITHOUT_LEASE = Duration.ofMinutes(5);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  void write(OpenAlert open) throws IOException {
    Alert alert = open.alert();
    Instant endsAt = alert.endsAt();
    json.writeStartObject();
    write("annotations", alert.annotations());
    json.writeStringField("endsAt", TIME.format(endsAt == null ? now.plus(WITHOUT_LEASE) : endsAt));
    json.writeStringField("fingerprint", open.fingerprint());
    json.writeArrayFieldStart("receivers");
    writeReceiver();
    json.writeEndArray();
    json.writeStringField("startsAt", TIME.format(alert.startsAt()));
    json.writeObjectFieldStart("status");
    write("inhibitedBy", open.inhibitedBy());
    write("silencedBy", open.silencedBy());
    json.writeStringField("state", open.quiet() ? "suppressed" : "active");
    json.writeEndObject();
    // when it was last renewed is not kept
    json.writeStringField("updatedAt", TIME.format(alert.startsAt()));
    write("labels", alert.labels());
    json.writeEndObject();
  }

  void writeGroup(Map<String, String> labels, List<OpenAlert> alerts) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("alerts");
    for (OpenAlert alert : alerts) {
      write(alert);
    }
    json.writeEndArray();
    write("labels", labels);
    json.writeFieldName("receiver");
    writeReceiver();
    json.writeEndObject();
  }

  private void writeReceiver() throws IOException {
    json.writeStartObject();
    json.writeStringField("name", AlertQuery.RECEIVER);
    json.writeEndObject();
  }

  private void write(String field, Map<String, String> texts) throws IOException {
    json.writeObjectFieldStart(field);
    for (Map.Entry<String, String> text : new TreeMap<>(texts).entrySet()) {
      json.writeStringField(text.getKey(), text.getValue());
    }
    json.writeEndObject();
  }

  private void write(String field, List<String> texts) throws IOException {
    json.writeArrayFieldStart(field);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }
}
