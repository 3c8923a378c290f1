package io.faultdesk.rules;

import io.faultdesk.catalog.ServiceInfo;
import io.faultdesk.indicator.Indicator;
import io.faultdesk.prediction.Forecast;
import io.faultdesk.prediction.Foresight;
import io.faultdesk.prediction.Trend;
import io.faultdesk.signal.Alert;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one service at one moment; what rules judge.
 *
 * @param alerts the alerts that are firing
 * @param open names of the findings that are open, which alone a rule can take back; null where that is not known
 */
public record Facts(
    ServiceInfo service,
    List<Indicator> indicators,
    Collection<Alert> alerts,
    Foresight foresight,
    @Nullable Set<String> open) {

  /** Facts of which nobody says what is open, so that every rule is asked. */
  public Facts(
      ServiceInfo service, List<Indicator> indicators, Collection<Alert> alerts, Foresight foresight) {
    this(service, indicators, alerts, foresight, null);
  }

  /** The same for which every rule is asked, also one that takes back what is not open. */
  public Facts askingAll() {
    return new Facts(service, indicators, alerts, foresight);
  }

  /** Those of that type. */
  List<?> of(Class<?> type) {
    return type == Indicator.class ? indicators
        : type == Alert.class ? List.copyOf(alerts)
            : type == Forecast.class ? foresight.forecasts()
                : type == Trend.class ? foresight.trends() : List.of(service);
  }
}
