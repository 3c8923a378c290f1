package io.faultdesk.prediction;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A trend as the API shows it.
 *
 * @param latest null where it may take longer than is looked ahead, or never happen
 * @param method how it was computed
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record TrendView(
    String indicator,
    String unit,
    double last,
    double limit,
    double slopePerHour,
    Instant reachesAt,
    Instant earliest,
    @Nullable Instant latest,
    String method) {

  private static final String METHOD = "theil-sen";

  static TrendView of(Trend trend, Instant at) {
    return new TrendView(
        trend.name(),
        trend.unit(),
        trend.last(),
        trend.limit(),
        trend.slope(),
        after(at, trend.seconds()),
        after(at, trend.earliest()),
        Double.isInfinite(trend.latest()) ? null : after(at, trend.latest()),
        METHOD);
  }

  private static Instant after(Instant at, double seconds) {
    return at.plusMillis(Math.round(seconds * 1000));
  }
}
