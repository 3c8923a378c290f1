package io.faultdesk.signal.alertmanager;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import io.faultdesk.signal.AlertFormat;
import io.faultdesk.signal.AlertReading;
import io.faultdesk.signal.AlertReading.Fault;
import io.faultdesk.signal.AlertReading.Item;
import io.faultdesk.signal.JsonBody;
import io.faultdesk.signal.Unreadable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;

/** The list of alerts that Prometheus posts to an Alertmanager, answered as Alertmanager 0.25 does. */
class PostedAlerts implements AlertFormat {

  /** How long a claim holds that does not say so itself. */
  private static final Duration RESOLVE_TIMEOUT = Duration.ofMinutes(5);

  private static final int MAX_NAMED = 20;

  @Override
  public AlertReading read(InputStream body, Instant now) throws IOException {
    JsonNode alerts = JsonBody.read(body);
    if (alerts.isMissingNode() || alerts.isNull()) {
      throw new Unreadable(HttpStatus.UNPROCESSABLE_ENTITY, "alerts in body is required");
    }
    if (!alerts.isArray()) {
      throw new Unreadable(HttpStatus.BAD_REQUEST, "the body must be a list of alerts");
    }
    return MessageBody.read(alerts, alert -> item(alert, now), null);
  }

  private static Item item(AlertNode alert, Instant now) throws BadAlert {
    Labels labels = alert.labels();
    AlertNode.requireClassicNames(labels);
    alert.requireUri("generatorURL");
    @Nullable Instant startsAt = alert.time("startsAt");
    @Nullable Instant endsAt = alert.time("endsAt");
    if (startsAt == null) {
      startsAt = endsAt != null && endsAt.isBefore(now) ? endsAt : now;
    }
    if (endsAt == null) {
      endsAt = now.plus(RESOLVE_TIMEOUT);
    }
    if (endsAt.isBefore(startsAt)) {
      throw new BadAlert("start time must be before end time");
    }
    return new Item(alert.alert(labels, endsAt.isAfter(now), startsAt, endsAt, "prometheus"));
  }

  @Override
  public ResponseEntity<?> stored(AlertReading reading) {
    List<Fault> faults = reading.faults();
    if (faults.isEmpty()) {
      return ResponseEntity.ok().build();
    }
    String message = faults.stream().limit(MAX_NAMED).map(Fault::toString).collect(joining("; "));
    if (faults.size() > MAX_NAMED) {
      message += "; and " + (faults.size() - MAX_NAMED) + " more";
    }
    boolean onlyOfForm = faults.stream().allMatch(fault -> fault.code() != HttpStatus.BAD_REQUEST.value());
    return onlyOfForm
        ? ErrorBody.answer(HttpStatus.UNPROCESSABLE_ENTITY, faults.getFirst().code(), message)
        : ErrorBody.answer(HttpStatus.BAD_REQUEST, message);
  }

  @Override
  public ResponseEntity<?> refused(HttpStatusCode status, String reason) {
    return ErrorBody.answer(status, reason);
  }
}
