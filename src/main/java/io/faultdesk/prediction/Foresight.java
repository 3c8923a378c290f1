package io.faultdesk.prediction;

import java.util.List;
import java.util.stream.IntStream;

/**
 * All that is foreseen of one service at one moment.
 *
 * @param forecasts that a fault is expected; one at most
 * @param trends of its indicators that move towards their limits, by name
 */
public record Foresight(List<Forecast> forecasts, List<Trend> trends) {

  public static final Foresight NONE = new Foresight(List.of(), List.of());

  public Foresight {
    forecasts = List.copyOf(forecasts);
    trends = List.copyOf(trends);
  }

  /**
   * Whether something else is foreseen: another model, another certainty, two points of probability more or less, a trend more or
   * less, or one that takes a twentieth less or more of the time.
   */
  boolean isNewsAfter(Foresight before) {
    return forecasts.size() != before.forecasts.size()
        || trends.size() != before.trends.size()
        || IntStream.range(0, forecasts.size()).anyMatch(i -> differ(forecasts.get(i), before.forecasts.get(i)))
        || IntStream.range(0, trends.size()).anyMatch(i -> differ(trends.get(i), before.trends.get(i)));
  }

  private static boolean differ(Forecast one, Forecast other) {
    return !one.version().equals(other.version())
        || !one.certainty().equals(other.certainty())
        || Math.abs(one.probability() - other.probability()) >= 0.02;
  }

  private static boolean differ(Trend one, Trend other) {
    return !one.name().equals(other.name())
        || one.limit() != other.limit()
        || (one.seconds() == 0) != (other.seconds() == 0)
        || Math.abs(one.seconds() - other.seconds()) > 0.05 * other.seconds();
  }

  /** The same without what no rule sees. */
  Foresight brief() {
    return new Foresight(forecasts.stream().map(Forecast::brief).toList(), trends);
  }
}
