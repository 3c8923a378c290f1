package io.faultdesk.prediction;

import java.util.List;

/**
 * All that is foreseen of one service at one moment.
 *
 * @param forecasts that a fault is expected; one at most
 * @param trends of its indicators that move towards their limits
 */
public record Foresight(List<Forecast> forecasts, List<Trend> trends) {

  public static final Foresight NONE = new Foresight(List.of(), List.of());

  public Foresight {
    forecasts = List.copyOf(forecasts);
    trends = List.copyOf(trends);
  }
}
