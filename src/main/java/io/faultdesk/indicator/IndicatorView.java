package io.faultdesk.indicator;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.faultdesk.catalog.Family;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An indicator as the API shows it: what cannot be computed is null. */
@JsonInclude(JsonInclude.Include.ALWAYS)
record IndicatorView(
    String indicator,
    String unit,
    @Nullable Family family,
    @Nullable Double last,
    @Nullable Double age,
    @Nullable Double robustZ,
    Map<String, Window> windows) {

  static IndicatorView of(Indicator indicator, @Nullable Family family) {
    Map<String, Window> windows = new LinkedHashMap<>();
    indicator.windows().forEach(window -> windows.put(text(window.length()), Window.of(window)));
    return new IndicatorView(
        indicator.name(),
        indicator.unit(),
        family,
        number(indicator.last()),
        number(indicator.age()),
        number(indicator.robustZ()),
        windows);
  }

  /** One window's statistics. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Window(
      long count,
      @Nullable Double mean,
      @Nullable Double median,
      @Nullable Double variance,
      @Nullable Double deviation,
      @Nullable Double min,
      @Nullable Double max,
      @Nullable Double p95,
      @Nullable Double rate,
      @Nullable Double slope) {

    static Window of(WindowStatistics window) {
      return new Window(
          window.count(),
          number(window.mean()),
          number(window.median()),
          number(window.variance()),
          number(window.deviation()),
          number(window.min()),
          number(window.max()),
          number(window.p95()),
          number(window.rate()),
          number(window.slope()));
    }
  }

  /** The number, or null where there is none; JSON knows no NaN. */
  static @Nullable Double number(double value) {
    return Double.isFinite(value) ? value : null;
  }

  /** The length in the largest unit that divides it, such as {@code 5m}. */
  private static String text(Duration length) {
    long millis = length.toMillis();
    if (millis % 3_600_000 == 0) {
      return millis / 3_600_000 + "h";
    }
    if (millis % 60_000 == 0) {
      return millis / 60_000 + "m";
    }
    return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
  }
}
