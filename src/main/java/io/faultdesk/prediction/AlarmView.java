package io.faultdesk.prediction;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.faultdesk.incident.ForeseenFault;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * That a model expected a fault, as JSON tells it.
 *
 * @param forecastIncident number of the incident that the forecast had; null where it had none, such as in shadow
 */
record AlarmView(@JsonUnwrapped Alarm alarm, @Nullable String forecastIncident) {

  /** @param foreseen incidents of forecasts of that service, in the order of their opening */
  static AlarmView of(Alarm alarm, List<ForeseenFault> foreseen) {
    return new AlarmView(alarm, alarm.shadow() ? null
        : foreseen.reversed().stream().filter(fault -> meets(alarm, fault)).map(ForeseenFault::incident).findFirst()
            .orElse(null));
  }

  private static boolean meets(Alarm alarm, ForeseenFault fault) {
    Instant closed = fault.closedAt();
    return !fault.openedAt().isAfter(alarm.until()) && (closed == null || !closed.isBefore(alarm.raisedAt()));
  }
}
