package io.faultdesk.signal.alertmanager;

import com.fasterxml.jackson.databind.JsonNode;
import io.faultdesk.signal.AlertFormat;
import io.faultdesk.signal.AlertReading;
import io.faultdesk.signal.AlertReading.Group;
import io.faultdesk.signal.AlertReading.Item;
import io.faultdesk.signal.JsonBody;
import io.faultdesk.signal.Unreadable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;

/**
 * Alertmanager's webhook, version 4. Alertmanager sends a refused message again every few minutes for ever, so a
 * message is taken as long as anything in it is good. What it resolves under a silence or shortly before a restart it never
 * says, so a claim that is not repeated lapses.
 */
class Webhook implements AlertFormat {

  private final Duration staleAfter;

  Webhook(Duration staleAfter) {
    this.staleAfter = staleAfter;
  }

  @Override
  public AlertReading read(InputStream body, Instant now) throws IOException {
    JsonNode message = JsonBody.read(body);
    if (!message.isObject() || !message.path("alerts").isArray()) {
      throw new Unreadable(HttpStatus.UNPROCESSABLE_ENTITY, "alerts in body is required");
    }
    String version = message.path("version").asText("4");
    if (!version.equals("4")) {
      throw new Unreadable(
          HttpStatus.BAD_REQUEST, "webhook version 4 is read here, not version " + version);
    }
    String status = message.path("status").asText();
    AlertReading reading =
        MessageBody.read(
            message.path("alerts"),
            alert -> item(alert, status, now),
            group(message, status, now));
    if (reading.alerts().isEmpty() && !reading.faults().isEmpty()) {
      throw new Unreadable(HttpStatus.BAD_REQUEST, reading.faults().getFirst().toString());
    }
    return reading;
  }

  /** A message that was cut short speaks for those too that it does not name: while anything fires all may, later none does. */
  private @Nullable Group group(JsonNode message, String status, Instant now) {
    @Nullable String key = message.path("groupKey").textValue();
    if (key == null || message.path("truncatedAlerts").asLong() == 0) {
      return key == null ? null : new Group(key, null);
    }
    return new Group(
        key,
        status.equals("resolved")
            ? alert -> new Item(alert.over(now))
            : alert -> new Item(alert.until(AlertFormat.lease(now, staleAfter))));
  }

  private Item item(AlertNode alert, String groupStatus, Instant now) throws BadAlert {
    Labels labels = alert.labels();
    @Nullable String own = alert.text("status");
    @Nullable Instant said = alert.time("endsAt");
    boolean firing = !"resolved".equals(own != null ? own : groupStatus);
    // the status is what counts; a sender's clock may be ahead of ours
    @Nullable Instant endsAt = firing ? AlertFormat.lease(now, staleAfter) : said == null ? now : said;
    @Nullable Instant startsAt = alert.time("startsAt");
    if (startsAt == null) {
      startsAt = endsAt != null && endsAt.isBefore(now) ? endsAt : now;
    }
    return new Item(alert.alert(labels, firing, startsAt, endsAt, "alertmanager"));
  }

  @Override
  public ResponseEntity<?> refused(HttpStatusCode status, String reason) {
    return ErrorBody.answer(status, reason);
  }
}
