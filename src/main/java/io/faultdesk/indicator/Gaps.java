package io.faultdesk.indicator;

import java.util.Arrays;

/**
 * Finds absent samples: where two neighbours lie further apart than one and a half times the median distance, samples are
 * missing at even distances between them. Silence after the newest sample is no gap; the indicator's age tells it.
 */
final class Gaps {

  static final long[] NONE = {};

  private Gaps() {}

  /** The times of the absent samples among the points from that index on, at most as many as there are points. */
  static long[] in(Points points, int from) {
    int size = points.size();
    int count = size - from;
    if (count < 3) {
      return NONE;
    }
    long[] distances = new long[count - 1];
    for (int i = from + 1; i < size; i++) {
      distances[i - from - 1] = points.time(i) - points.time(i - 1);
    }
    Arrays.sort(distances);
    double usual = (distances[(count - 1) / 2] + distances[(count - 2) / 2]) / 2.0;
    if (distances[count - 2] <= 1.5 * usual) {
      return NONE;
    }
    long[] absent = new long[count];
    int found = 0;
    for (int i = size - 1; i > from && found < count; i--) {
      long start = points.time(i - 1);
      long distance = points.time(i) - start;
      if (distance <= 1.5 * usual) {
        continue;
      }
      int missing = (int) Math.min(count - found, Math.round(distance / usual) - 1);
      for (int k = 1; k <= missing; k++) {
        absent[found++] = start + distance * k / (missing + 1);
      }
    }
    return Arrays.copyOf(absent, found);
  }
}
