package io.faultdesk.signal;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;

/**
 * What one message of events said, event by event.
 *
 * @param alerts each with the key of its event
 * @param measured events that hold samples
 * @param faults what cannot be used
 */
public record EventReading(List<AlertReading.Item> alerts, List<Measured> measured, List<Fault> faults) {

  public EventReading {
    alerts = List.copyOf(alerts);
    measured = List.copyOf(measured);
    faults = List.copyOf(faults);
  }

  /**
   * An event that holds samples.
   *
   * @param index position in the message, from 0
   * @param key of the event, which has an effect once
   * @param data one sample or a list of them, as they are posted to the samples route
   * @param time of those that do not say it themselves
   */
  public record Measured(int index, String key, JsonNode data, Instant time) {}

  /**
   * An event that cannot be used.
   *
   * @param index position in the message, from 0
   */
  public record Fault(int index, String reason) {}
}
