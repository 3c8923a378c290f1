package io.faultdesk.indicator;

import io.faultdesk.shared.ServiceName;
import java.time.Duration;
import java.util.List;

/** An indicator as it stood at one moment. */
record Reading(
    ServiceName service,
    String name,
    String unit,
    double last,
    double age,
    double robustZ,
    List<WindowStatistics> windows,
    WindowStatistics main)
    implements Indicator {

  @Override
  public WindowStatistics recent() {
    return windows.getFirst();
  }

  @Override
  public WindowStatistics baseline() {
    return windows.getLast();
  }

  @Override
  public Duration length() {
    return main.length();
  }

  @Override
  public long count() {
    return main.count();
  }

  @Override
  public double mean() {
    return main.mean();
  }

  @Override
  public double median() {
    return main.median();
  }

  @Override
  public double variance() {
    return main.variance();
  }

  @Override
  public double deviation() {
    return main.deviation();
  }

  @Override
  public double min() {
    return main.min();
  }

  @Override
  public double max() {
    return main.max();
  }

  @Override
  public double p95() {
    return main.p95();
  }

  @Override
  public double rate() {
    return main.rate();
  }

  @Override
  public double slope() {
    return main.slope();
  }
}
