package io.faultdesk.indicator;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Values in ascending order, each standing for one or more samples, from which quantiles are read. Values come and go one by one,
 * because moving the tail of an array is many times cheaper than sorting it whenever somebody asks.
 */
final class SortedValues {

  private double[] values = new double[16];
  private int @Nullable [] weights;
  private int size;
  private long total;

  void add(double value, int weight) {
    if (weight > 1 && weights == null) {
      weights = new int[values.length];
      Arrays.fill(weights, 0, size, 1);
    }
    int found = Arrays.binarySearch(values, 0, size, value);
    int at = found < 0 ? -found - 1 : found;
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    System.arraycopy(values, at, values, at + 1, size - at);
    values[at] = value;
    if (weights != null) {
      weights = weights.length < values.length ? Arrays.copyOf(weights, values.length) : weights;
      System.arraycopy(weights, at, weights, at + 1, size - at);
      weights[at] = weight;
    }
    size++;
    total += weight;
  }

  void remove(double value, int weight) {
    int at = indexOf(value, weight);
    size--;
    total -= weight;
    System.arraycopy(values, at + 1, values, at, size - at);
    if (weights != null) {
      System.arraycopy(weights, at + 1, weights, at, size - at);
    }
  }

  /** Fills anew from points in any order, in one sort instead of many moves. */
  void refill(Points points, int from) {
    size = points.size() - from;
    total = size;
    weights = null;
    if (values.length < size) {
      values = new double[Integer.highestOneBit(size) * 2];
    }
    if (from < points.condensed()) {
      refillWeighted(points, from);
      return;
    }
    for (int i = 0; i < size; i++) {
      values[i] = points.value(from + i);
    }
    Arrays.sort(values, 0, size);
  }

  SortedValues copy() {
    SortedValues copy = new SortedValues();
    copy.values = values.clone();
    copy.weights = weights == null ? null : weights.clone();
    copy.size = size;
    copy.total = total;
    return copy;
  }

  /**
   * The quantile by linear interpolation between order statistics (Hyndman and Fan's type 7, as in R, NumPy and Excel's
   * PERCENTILE.INC); NaN where there is no value.
   *
   * @param share between 0 and 1
   */
  double quantile(double share) {
    if (size == 0) {
      return Double.NaN;
    }
    double position = share * (total - 1);
    long rank = (long) position;
    double part = position - rank;
    int at = indexOfRank(rank);
    if (part == 0) {
      return values[at];
    }
    double next = values[indexOfRank(rank + 1)];
    return values[at] + part * (next - values[at]);
  }

  double first() {
    return size == 0 ? Double.NaN : values[0];
  }

  double last() {
    return size == 0 ? Double.NaN : values[size - 1];
  }

  long bytes() {
    return 8L * values.length + (weights == null ? 0 : 4L * weights.length);
  }

  private void refillWeighted(Points points, int from) {
    int[] fresh = new int[values.length];
    int[] order =
        IntStream.range(from, points.size())
            .boxed()
            .sorted(Comparator.comparingDouble(points::value))
            .mapToInt(Integer::intValue)
            .toArray();
    total = 0;
    for (int i = 0; i < size; i++) {
      values[i] = points.value(order[i]);
      fresh[i] = points.weight(order[i]);
      total += fresh[i];
    }
    weights = fresh;
  }

  private int indexOfRank(long rank) {
    if (weights == null) {
      return (int) rank;
    }
    long passed = 0;
    for (int i = 0;; i++) {
      passed += weights[i];
      if (passed > rank) {
        return i;
      }
    }
  }

  private int indexOf(double value, int weight) {
    int at = Arrays.binarySearch(values, 0, size, value);
    if (weights == null || weights[at] == weight) {
      return at;
    }
    // equal values of different weights lie beside each other in no order
    while (at > 0 && values[at - 1] == value) {
      at--;
    }
    while (weights[at] != weight) {
      at++;
    }
    return at;
  }
}
