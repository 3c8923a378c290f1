package io.faultdesk.rules;

import io.faultdesk.catalog.ServiceInfo;
import io.faultdesk.indicator.Indicator;
import io.faultdesk.signal.Alert;
import java.util.Collection;
import java.util.List;

/**
 * All that is known of one service at one moment; what rules judge.
 *
 * @param alerts the alerts that are firing
 */
public record Facts(
    ServiceInfo service, List<Indicator> indicators, Collection<Alert> alerts, List<Forecast> forecasts) {

  /** Those of that type. */
  List<?> of(Class<?> type) {
    return type == Indicator.class ? indicators
        : type == Alert.class ? List.copyOf(alerts)
            : type == Forecast.class ? forecasts : List.of(service);
  }
}
