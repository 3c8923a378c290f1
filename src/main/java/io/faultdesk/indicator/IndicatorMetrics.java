package io.faultdesk.indicator;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/** Tells the metrics how many indicators there are, how many samples came and about how much heap the windows take. */
@Component
class IndicatorMetrics implements MeterBinder {

  private final IndicatorBoard board;

  IndicatorMetrics(IndicatorBoard board) {
    this.board = board;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("faultdesk.indicator.series", board, IndicatorBoard::seriesCount)
        .description("Indicators that have windows, counted per service")
        .register(registry);
    FunctionCounter.builder("faultdesk.indicator.samples", board, IndicatorBoard::samplesTaken)
        .description("Samples taken into the windows since the start")
        .register(registry);
    Gauge.builder("faultdesk.indicator.memory", board, IndicatorMetrics::bytes)
        .description("Estimated heap of all windows")
        .baseUnit("bytes")
        .register(registry);
  }

  private static double bytes(IndicatorBoard board) {
    AtomicLong bytes = new AtomicLong();
    board.forEach((key, windows) -> bytes.addAndGet(windows.bytes()));
    return bytes.get();
  }
}
