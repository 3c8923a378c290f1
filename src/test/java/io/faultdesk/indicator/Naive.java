package io.faultdesk.indicator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The statistics computed the plain way, from all samples, as the yardstick for the windows. */
record Naive(List<Double> values, List<Double> seconds) {

  /** The samples newer than the window is long. */
  static Naive of(Map<Long, Double> samples, Duration length, long now) {
    List<Double> values = new ArrayList<>();
    List<Double> seconds = new ArrayList<>();
    samples.forEach(
        (time, value) -> {
          if (time > now - length.toMillis()) {
            values.add(value);
            seconds.add((time - now) / 1000.0);
          }
        });
    return new Naive(values, seconds);
  }

  double mean() {
    return mean(values);
  }

  double variance() {
    double mean = mean();
    return values.stream().mapToDouble(value -> (value - mean) * (value - mean)).sum() / (values.size() - 1);
  }

  double slope() {
    double meanTime = mean(seconds);
    double mean = mean();
    double products = 0;
    double squares = 0;
    for (int i = 0; i < values.size(); i++) {
      products += (seconds.get(i) - meanTime) * (values.get(i) - mean);
      squares += (seconds.get(i) - meanTime) * (seconds.get(i) - meanTime);
    }
    return products / squares;
  }

  double quantile(double share) {
    List<Double> sorted = values.stream().sorted().toList();
    double rank = share * (sorted.size() - 1);
    int floor = (int) Math.floor(rank);
    int ceiling = (int) Math.ceil(rank);
    return sorted.get(floor) * (1 - (rank - floor)) + sorted.get(ceiling) * (rank - floor);
  }

  double growth() {
    double growth = 0;
    for (int i = 1; i < values.size(); i++) {
      double step = values.get(i) - values.get(i - 1);
      growth += step >= 0 ? step : values.get(i);
    }
    return growth / (seconds.getLast() - seconds.getFirst());
  }

  private static double mean(Collection<Double> numbers) {
    return numbers.stream().mapToDouble(Double::doubleValue).sum() / numbers.size();
  }
}
