package io.faultdesk.detection;

import io.faultdesk.catalog.ServiceInfo;
import io.faultdesk.indicator.Indicator;
import io.faultdesk.indicator.WindowStatistics;
import io.faultdesk.rules.Facts;
import io.faultdesk.prediction.Forecast;
import io.faultdesk.prediction.Foresight;
import io.faultdesk.prediction.Trend;
import io.faultdesk.shared.Category;
import io.faultdesk.shared.Digest;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.Severity;
import io.faultdesk.signal.Alert;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rules and facts to try them on.
 *
 * @param drl one rule file; the rules in force where missing
 * @param indicators with the names that rules have for their fields; where no fact at all is given, what is known now is judged
 */
record DryRun(
    @Nullable String drl,
    @NotBlank @Size(max = 200) String service,
    @Nullable @Size(max = 1000) List<@Valid StatedIndicator> indicators,
    @Nullable @Size(max = 1000) List<@Valid StatedAlert> alerts,
    @Nullable @Size(max = 10) List<@Valid StatedForecast> forecasts,
    @Nullable @Size(max = 1000) List<@Valid StatedTrend> trends)
    implements Strict {

  ServiceName serviceName() {
    return ServiceName.of(service);
  }

  boolean stated() {
    return indicators != null || alerts != null || forecasts != null || trends != null;
  }

  Facts facts(ServiceInfo about) {
    ServiceName name = about.name();
    List<Indicator> given = new ArrayList<>();
    or(indicators).forEach(each -> given.add(each.fact(name)));
    return new Facts(
        about,
        given,
        or(alerts).stream().map(each -> each.fact(name)).toList(),
        new Foresight(
            or(forecasts).stream().map(each -> each.fact(name)).toList(),
            or(trends).stream().map(each -> Trend.madeUp(name, each.name, each.last, each.limit, each.seconds))
                .toList()));
  }

  private static <T> List<T> or(@Nullable List<T> given) {
    return given == null ? List.of() : given;
  }

  private static double or(@Nullable Double given, double other) {
    return given == null ? other : given;
  }

  /**
   * An indicator.
   *
   * @param value what stands for every figure that is not given itself, as if it had been so for an hour
   * @param main the figures of the main window
   */
  record StatedIndicator(
      @NotBlank String name,
      @Nullable String unit,
      @Nullable Double value,
      @Nullable Double last,
      @Nullable Double age,
      @Nullable Double robustZ,
      @Nullable StatedWindow recent,
      @Nullable StatedWindow main,
      @Nullable StatedWindow baseline)
      implements Strict {

    private Indicator fact(ServiceName service) {
      double steady = or(value, Double.NaN);
      return Indicator.madeUp(
          service, name, unit == null ? "" : unit, or(last, steady), or(age, 0),
          or(robustZ, value == null ? Double.NaN : 0),
          window(recent, Duration.ofMinutes(1), steady),
          window(main, Duration.ofMinutes(5), steady),
          window(baseline, Duration.ofHours(1), steady));
    }

    private static WindowStatistics window(@Nullable StatedWindow given, Duration length, double steady) {
      double still = Double.isNaN(steady) ? steady : 0;
      StatedWindow stated = given == null ? StatedWindow.NOTHING : given;
      long count = Double.isNaN(steady) ? 0 : length.toSeconds();
      return WindowStatistics.madeUp(
          length, stated.count == null ? count : stated.count, or(stated.mean, steady), or(stated.median, steady),
          or(stated.variance, still), or(stated.min, steady), or(stated.max, steady), or(stated.p95, steady),
          or(stated.rate, Double.isNaN(steady) ? steady : 1), or(stated.slope, still));
    }
  }

  /** Figures of one window. */
  record StatedWindow(
      @Nullable Long count,
      @Nullable Double mean,
      @Nullable Double median,
      @Nullable Double variance,
      @Nullable Double min,
      @Nullable Double max,
      @Nullable Double p95,
      @Nullable Double rate,
      @Nullable Double slope)
      implements Strict {

    private static final StatedWindow NOTHING =
        new StatedWindow(null, null, null, null, null, null, null, null, null);
  }

  /** An alert that is firing. */
  record StatedAlert(
      @NotBlank String name,
      @Nullable Severity severity,
      @Nullable Category category,
      @Nullable Map<String, String> labels,
      @Nullable Map<String, String> annotations,
      @Nullable String sender)
      implements Strict {

    private Alert fact(ServiceName service) {
      return new Alert(
          Digest.of(name, String.valueOf(labels)), service, name, severity == null ? Severity.MAJOR : severity,
          category == null ? Category.OTHER : category, true, Instant.EPOCH, null,
          labels == null ? Map.of() : labels, annotations == null ? Map.of() : annotations,
          sender == null ? "dry-run" : sender);
    }
  }

  /**
   * A predicted fault.
   *
   * @param horizon seconds
   * @param usual how probable one is at any moment
   */
  record StatedForecast(double probability, double horizon, @Nullable Double usual, @Nullable Double threshold)
      implements Strict {

    private Forecast fact(ServiceName service) {
      return Forecast.madeUp(service, probability, horizon, or(usual, Double.NaN), or(threshold, Double.NaN));
    }
  }

  /**
   * That an indicator reaches its limit.
   *
   * @param seconds in how many
   */
  record StatedTrend(@NotBlank String name, double last, double limit, double seconds) implements Strict {}
}
