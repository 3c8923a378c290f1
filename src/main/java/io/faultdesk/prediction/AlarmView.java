package io.faultdesk.prediction;

import io.faultdesk.incident.ForeseenFault;
import io.faultdesk.shared.ServiceName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * That a model expected a fault, as JSON tells it.
 *
 * @param cameTrue null until that is known, and for good where it was prevented
 * @param incident number of the incident that came, or of the forecast's where it was prevented
 * @param forecastIncident number of the incident that the forecast had; null where it had none, such as in shadow
 */
record AlarmView(
    long id,
    ServiceName service,
    String version,
    boolean shadow,
    Instant raisedAt,
    Instant until,
    double probability,
    @Nullable Boolean cameTrue,
    boolean prevented,
    @Nullable String incident,
    @Nullable String forecastIncident) {

  /** @param foreseen incidents of forecasts of that service, in the order of their opening */
  static AlarmView of(Alarm alarm, List<ForeseenFault> foreseen) {
    String own = alarm.shadow() ? null
        : foreseen.reversed().stream().filter(fault -> meets(alarm, fault)).map(ForeseenFault::incident).findFirst()
            .orElse(null);
    return new AlarmView(alarm.id(), alarm.service(), alarm.version(), alarm.shadow(), alarm.raisedAt(), alarm.until(),
        alarm.probability(), alarm.cameTrue(), alarm.prevented(), alarm.incident(), own);
  }

  private static boolean meets(Alarm alarm, ForeseenFault fault) {
    Instant closed = fault.closedAt();
    return !fault.openedAt().isAfter(alarm.until()) && (closed == null || !closed.isBefore(alarm.raisedAt()));
  }
}
