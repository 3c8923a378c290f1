package io.faultdesk.indicator;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The history of an indicator as the API shows it.
 *
 * @param step ISO 8601 duration
 */
record HistoryView(
    String service, String indicator, String unit, Instant from, Instant to, String step, List<Point> points) {

  /** One step. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Point(
      Instant time, long count, double mean, double min, double max, @Nullable Double deviation, double last) {

    static Point of(HistoryPoint point) {
      return new Point(
          point.time(),
          point.count(),
          point.mean(),
          point.min(),
          point.max(),
          IndicatorView.number(point.deviation()),
          point.last());
    }
  }
}
