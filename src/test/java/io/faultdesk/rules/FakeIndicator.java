package io.faultdesk.rules;

import io.faultdesk.indicator.Indicator;
import io.faultdesk.indicator.WindowStatistics;
import io.faultdesk.shared.ServiceName;
import java.time.Duration;
import java.util.List;

/** An indicator whose every statistic has the given value unless said otherwise. */
record FakeIndicator(
    ServiceName service,
    String name,
    String unit,
    double last,
    double age,
    double robustZ,
    Stats main,
    Stats recent,
    Stats baseline)
    implements Indicator {

  static FakeIndicator of(String service, String name, double value) {
    return new FakeIndicator(
        ServiceName.of(service), name, "", value, 1, 0,
        Stats.of(300, value), Stats.of(60, value), Stats.of(3600, value));
  }

  FakeIndicator unit(String changed) {
    return new FakeIndicator(service, name, changed, last, age, robustZ, main, recent, baseline);
  }

  FakeIndicator last(double changed) {
    return new FakeIndicator(service, name, unit, changed, age, robustZ, main, recent, baseline);
  }

  FakeIndicator age(double changed) {
    return new FakeIndicator(service, name, unit, last, changed, robustZ, main, recent, baseline);
  }

  FakeIndicator robustZ(double changed) {
    return new FakeIndicator(service, name, unit, last, age, changed, main, recent, baseline);
  }

  FakeIndicator recent(double value) {
    return new FakeIndicator(service, name, unit, last, age, robustZ, main, Stats.of(60, value), baseline);
  }

  FakeIndicator baseline(double value) {
    return new FakeIndicator(service, name, unit, last, age, robustZ, main, recent, Stats.of(3600, value));
  }

  FakeIndicator slope(double slope) {
    return new FakeIndicator(
        service, name, unit, last, age, robustZ, main.rising(slope), recent.rising(slope), baseline.rising(slope));
  }

  @Override
  public List<WindowStatistics> windows() {
    return List.of(recent, main, baseline);
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

  /** One window of equal values. */
  record Stats(
      Duration length,
      long count,
      double mean,
      double median,
      double variance,
      double deviation,
      double min,
      double max,
      double p95,
      double rate,
      double slope)
      implements WindowStatistics {

    static Stats of(long seconds, double value) {
      return new Stats(Duration.ofSeconds(seconds), 400, value, value, 0, 0, value, value, value, 1, 0);
    }

    Stats rising(double changed) {
      return new Stats(length, count, mean, median, variance, deviation, min, max, p95, rate, changed);
    }
  }
}
