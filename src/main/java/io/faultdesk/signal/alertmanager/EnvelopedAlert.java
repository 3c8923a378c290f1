package io.faultdesk.signal.alertmanager;

import com.fasterxml.jackson.databind.JsonNode;
import io.faultdesk.signal.AlertReading.Item;
import io.faultdesk.signal.Unreadable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * An alert in Alertmanager's notation that comes in an envelope of another kind. It is the same alert as one with these labels
 * that Prometheus or Alertmanager sends.
 */
public final class EnvelopedAlert {

  private EnvelopedAlert() {}

  /**
   * Reads {@code {"labels", "annotations"?, "status"?, "startsAt"?, "endsAt"?}}. Without a status it fires until it ends; without
   * an end it stands until it is said to be over.
   *
   * @param assumed when it begins or ends where it does not say so, to the millisecond
   * @throws Unreadable where it cannot be used
   */
  public static Item read(JsonNode json, String sender, Instant assumed, Instant now) throws Unreadable {
    try {
      AlertNode alert = new AlertNode(json);
      alert.requireObject();
      Labels labels = alert.labels();
      @Nullable Instant endsAt = alert.time("endsAt");
      boolean firing = firing(alert, endsAt, now);
      if (firing) {
        endsAt = endsAt != null && endsAt.isAfter(now) ? endsAt : null;
      } else if (endsAt == null) {
        endsAt = assumed;
      }
      @Nullable Instant startsAt = alert.time("startsAt");
      if (startsAt == null) {
        startsAt = endsAt != null && endsAt.isBefore(assumed) ? endsAt : assumed;
      }
      if (endsAt != null && endsAt.isBefore(startsAt)) {
        throw new BadAlert("start time must be before end time");
      }
      return new Item(alert.alert(labels, firing, startsAt, endsAt, sender));
    } catch (BadAlert e) {
      throw new Unreadable(HttpStatus.UNPROCESSABLE_ENTITY, String.valueOf(e.getMessage()));
    }
  }

  private static boolean firing(AlertNode alert, @Nullable Instant endsAt, Instant now) throws BadAlert {
    String status = alert.text("status");
    return switch (status) {
      case null -> endsAt == null || endsAt.isAfter(now);
      case "firing" -> true;
      case "resolved" -> false;
      default -> throw new BadAlert("status must be firing or resolved, not \"" + status + "\"");
    };
  }
}
