package io.faultdesk.indicator;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/**
 * Tells the metrics how many indicators there are, how many samples came, about how much heap the windows take and how old what
 * is stored of them is.
 */
@Component
class IndicatorMetrics implements MeterBinder {

  private final IndicatorBoard board;
  private final WindowKeeper keeper;

  IndicatorMetrics(IndicatorBoard board, WindowKeeper keeper) {
    this.board = board;
    this.keeper = keeper;
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
    Gauge.builder("faultdesk.indicator.stored.age", keeper, WindowKeeper::secondsSinceStored)
        .description("Time since all new samples were stored; a crash would cost what came since")
        .baseUnit("seconds")
        .register(registry);
  }

  private static double bytes(IndicatorBoard board) {
    AtomicLong bytes = new AtomicLong();
    board.forEach((key, windows) -> bytes.addAndGet(windows.bytes()));
    return bytes.get();
  }
}
