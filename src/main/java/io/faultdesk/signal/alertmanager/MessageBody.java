package io.faultdesk.signal.alertmanager;

import com.fasterxml.jackson.databind.JsonNode;
import io.faultdesk.signal.AlertReading;
import io.faultdesk.signal.AlertReading.Fault;
import io.faultdesk.signal.AlertReading.Group;
import io.faultdesk.signal.AlertReading.Item;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What both languages have in common: a list of alerts, each good or bad for itself. */
final class MessageBody {

  private MessageBody() {}

  /** Reads one alert of a list. */
  @FunctionalInterface
  interface AlertReader {
    Item read(AlertNode alert) throws BadAlert;
  }

  static AlertReading read(
      JsonNode alerts, AlertReader reader, @Nullable Group group) {
    List<Item> items = new ArrayList<>();
    List<Fault> faults = new ArrayList<>();
    for (int index = 0; index < alerts.size(); index++) {
      try {
        AlertNode alert = new AlertNode(alerts.get(index));
        alert.requireObject();
        items.add(reader.read(alert));
      } catch (BadAlert e) {
        faults.add(new Fault(index, e.code(), String.valueOf(e.getMessage())));
      }
    }
    return new AlertReading(items, faults, group);
  }
}
