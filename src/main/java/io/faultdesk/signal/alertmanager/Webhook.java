package io.faultdesk.signal.alertmanager;

import com.fasterxml.jackson.databind.JsonNode;
import io.faultdesk.signal.AlertFormat;
import io.faultdesk.signal.AlertReading;
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

  private static final int MAX_FINGERPRINT = 64;

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
    boolean groupOver = status.equals("resolved") && message.path("truncatedAlerts").asLong() > 0;
    AlertReading reading =
        MessageBody.read(
            message.path("alerts"),
            alert -> item(alert, status, now),
            message.path("groupKey").textValue(),
            groupOver);
    if (reading.alerts().isEmpty() && !reading.faults().isEmpty()) {
      throw new Unreadable(HttpStatus.BAD_REQUEST, reading.faults().getFirst().toString());
    }
    return reading;
  }

  private Item item(AlertNode alert, String groupStatus, Instant now) throws BadAlert {
    Labels labels = alert.labels();
    @Nullable String own = alert.text("status");
    @Nullable Instant said = alert.time("endsAt");
    boolean firing = !"resolved".equals(own != null ? own : groupStatus);
    // the status is what counts; a sender's clock may be ahead of ours
    Instant endsAt = firing ? now.plus(staleAfter) : said == null ? now : said;
    @Nullable Instant startsAt = alert.time("startsAt");
    if (startsAt == null) {
      startsAt = endsAt.isBefore(now) ? endsAt : now;
    }
    @Nullable String fingerprint = alert.text("fingerprint");
    return new Item(
        alert.alert(labels, firing, startsAt, endsAt, "alertmanager"),
        fingerprint != null && fingerprint.length() <= MAX_FINGERPRINT ? fingerprint : null);
  }

  @Override
  public ResponseEntity<?> refused(HttpStatusCode status, String reason) {
    return ErrorBody.answer(status, reason);
  }
}
