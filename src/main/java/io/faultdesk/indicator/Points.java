package io.faultdesk.indicator;

import java.util.Arrays;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The samples of one indicator in the order of their times, shared by all its windows, in primitive arrays of bounded length.
 * When they are full, the older three quarters are condensed: what lies in one slot of time becomes one point that still knows
 * exactly how many samples it stands for, their mean, squared deviations, extremes and last value.
 */
final class Points {

  static final long MINUTE = 60_000;

  private final int capacity;
  private long slot;
  private int size;
  private long[] times;
  private double[] values;
  private double @Nullable [] totals;
  private int condensed;
  private @Nullable Condensed marks;

  /**
   * @param counter whether growth has to be known
   * @param slot milliseconds that become one point when condensed; made longer where that does not free enough
   */
  Points(int capacity, boolean counter, long slot) {
    this.capacity = capacity;
    this.slot = Math.max(1, slot);
    int start = Math.min(capacity, 16);
    times = new long[start];
    values = new double[start];
    totals = counter ? new double[start] : null;
  }

  int size() {
    return size;
  }

  boolean full() {
    return size == capacity;
  }

  /** Whether the next sample needs longer arrays, or none can be had. */
  boolean tight() {
    return size == times.length;
  }

  /** How many points, the oldest ones, may stand for more than one sample. */
  int condensed() {
    return condensed;
  }

  long time(int i) {
    return times[i];
  }

  /** The value, or the mean of the samples the point stands for. */
  double value(int i) {
    return values[i];
  }

  int weight(int i) {
    return marks != null && i < condensed ? marks.weights[i] : 1;
  }

  /** Squared deviations of the samples the point stands for from their mean. */
  double within(int i) {
    return marks != null && i < condensed ? marks.within[i] : 0;
  }

  double low(int i) {
    return marks != null && i < condensed ? marks.lows[i] : values[i];
  }

  double high(int i) {
    return marks != null && i < condensed ? marks.highs[i] : values[i];
  }

  /** The newest of the samples the point stands for. */
  double last(int i) {
    return marks != null && i < condensed ? marks.lasts[i] : values[i];
  }

  /** How much the counter grew from that point to the newest one; after a fall it counts from zero. */
  double growthSince(int i) {
    return totals == null ? Double.NaN : totals[size - 1] - totals[i];
  }

  /** Up to which time samples can no longer be told apart. */
  long condensedUntil() {
    return condensed == 0 ? Long.MIN_VALUE : times[condensed - 1];
  }

  /** The index of the point of that time, or where it belongs as {@code -index - 1}. */
  int find(long time) {
    return size == 0 || time > times[size - 1] ? -size - 1 : Arrays.binarySearch(times, 0, size, time);
  }

  /** The index of the first point after that time. */
  int firstAfter(long time) {
    int found = find(time);
    return found < 0 ? -found - 1 : found + 1;
  }

  void replace(int i, double value) {
    values[i] = value;
    recount(i);
  }

  /** Inserts behind all condensed points. */
  void insert(int i, long time, double value) {
    if (size == times.length) {
      grow();
    }
    System.arraycopy(times, i, times, i + 1, size - i);
    System.arraycopy(values, i, values, i + 1, size - i);
    times[i] = time;
    values[i] = value;
    size++;
    recount(i);
  }

  /** Appends a condensed point; what precedes it counts as condensed from now on. */
  void append(long time, double value, int weight, double within, double low, double high, double last, double growth) {
    insert(size, time, value);
    Condensed cells = condensedUpTo(size);
    int i = size - 1;
    cells.set(i, weight, within, low, high, last);
    if (totals != null) {
      totals[i] = (i == 0 ? 0 : totals[i - 1]) + growth;
    }
  }

  /** Forgets the oldest points. */
  void drop(int count) {
    size -= count;
    System.arraycopy(times, count, times, 0, size);
    System.arraycopy(values, count, values, 0, size);
    if (totals != null) {
      System.arraycopy(totals, count, totals, 0, size);
    }
    condensed = Math.max(0, condensed - count);
    if (condensed == 0) {
      marks = null;
    } else if (marks != null) {
      marks.shift(count, condensed);
    }
  }

  /**
   * Makes at least a quarter of the capacity free.
   *
   * @param blending told, before minutes are blended into each other, which one is the first to stay apart
   */
  void condense(LongConsumer blending) {
    mergeSlots(blending);
    while (size > capacity - capacity / 4) {
      slot *= 2;
      mergeSlots(blending);
    }
  }

  long bytes() {
    return (16L + (totals == null ? 0 : 8)) * times.length + (marks == null ? 0 : marks.bytes());
  }

  private void mergeSlots(LongConsumer blending) {
    int end = Math.max(condensed, size - capacity / 4);
    // this minute can still grow, and has to be stored whole then
    long growing = times[end - 1] - Math.floorMod(times[end - 1], MINUTE);
    if (slot >= MINUTE) {
      blending.accept(growing);
    }
    Condensed cells = condensedUpTo(end);
    int at = 0;
    for (int i = 1; i < end; i++) {
      if (sameSlot(times[at], times[i], growing)) {
        cells.merge(at, values[at], i, values[i]);
        values[at] += (values[i] - values[at]) * cells.weights[i] / cells.weights[at];
      } else {
        at++;
        cells.move(i, at);
        values[at] = values[i];
      }
      times[at] = times[i];
      if (totals != null) {
        totals[at] = totals[i];
      }
    }
    condensed = at + 1;
    int rest = size - end;
    System.arraycopy(times, end, times, condensed, rest);
    System.arraycopy(values, end, values, condensed, rest);
    if (totals != null) {
      System.arraycopy(totals, end, totals, condensed, rest);
    }
    size = condensed + rest;
  }

  /**
   * Slots begin anew with each minute, so that a minute can be stored from the points in it; where they are longer than that,
   * at least with the growing one.
   */
  private boolean sameSlot(long one, long other, long growing) {
    return slot >= MINUTE
        ? one / slot == other / slot && (one >= growing || other < growing)
        : one / MINUTE == other / MINUTE && one % MINUTE / slot == other % MINUTE / slot;
  }

  private Condensed condensedUpTo(int end) {
    Condensed cells = marks;
    if (cells == null) {
      cells = new Condensed(capacity);
      marks = cells;
    }
    for (int i = condensed; i < end; i++) {
      cells.set(i, 1, 0, values[i], values[i], values[i]);
    }
    condensed = Math.max(condensed, end);
    return cells;
  }

  private void recount(int from) {
    if (totals == null) {
      return;
    }
    for (int i = from; i < size; i++) {
      totals[i] = i == 0 ? 0 : totals[i - 1] + growth(last(i - 1), values[i]);
    }
  }

  private static double growth(double before, double after) {
    return after >= before ? after - before : after;
  }

  private void grow() {
    int length = Math.min(capacity, size * 2);
    times = Arrays.copyOf(times, length);
    values = Arrays.copyOf(values, length);
    totals = totals == null ? null : Arrays.copyOf(totals, length);
  }

  /** What condensed points know beside time and mean. */
  private static final class Condensed {

    private final int[] weights;
    private final double[] within;
    private final double[] lows;
    private final double[] highs;
    private final double[] lasts;

    Condensed(int capacity) {
      weights = new int[capacity];
      within = new double[capacity];
      lows = new double[capacity];
      highs = new double[capacity];
      lasts = new double[capacity];
    }

    void set(int i, int weight, double inside, double low, double high, double last) {
      weights[i] = weight;
      within[i] = inside;
      lows[i] = low;
      highs[i] = high;
      lasts[i] = last;
    }

    void move(int from, int to) {
      set(to, weights[from], within[from], lows[from], highs[from], lasts[from]);
    }

    void merge(int into, double mean, int other, double otherMean) {
      double off = otherMean - mean;
      int weight = weights[into] + weights[other];
      double between = off * off * weights[into] * weights[other] / weight;
      set(
          into,
          weight,
          within[into] + within[other] + between,
          Math.min(lows[into], lows[other]),
          Math.max(highs[into], highs[other]),
          lasts[other]);
    }

    void shift(int count, int length) {
      System.arraycopy(weights, count, weights, 0, length);
      System.arraycopy(within, count, within, 0, length);
      System.arraycopy(lows, count, lows, 0, length);
      System.arraycopy(highs, count, highs, 0, length);
      System.arraycopy(lasts, count, lasts, 0, length);
    }

    long bytes() {
      return 36L * weights.length;
    }
  }
}
