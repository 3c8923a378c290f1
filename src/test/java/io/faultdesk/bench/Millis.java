package io.faultdesk.bench;

import java.util.Arrays;

/** How long some things took, in milliseconds, the shortest first. */
public record Millis(double[] sorted) {

  public static Millis of(long... nanos) {
    return new Millis(Arrays.stream(nanos).mapToDouble(each -> each / 1e6).sorted().toArray());
  }

  public double p50() {
    return at(0.5);
  }

  public double p99() {
    return at(0.99);
  }

  public double slowest() {
    return sorted[sorted.length - 1];
  }

  private double at(double share) {
    return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
  }
}
