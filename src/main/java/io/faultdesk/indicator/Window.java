package io.faultdesk.indicator;

import io.faultdesk.catalog.IndicatorInfo.Kind;
import io.faultdesk.catalog.IndicatorInfo.Missing;
import java.time.Duration;

/** One sliding window over the shared points: those newer than a moment that only moves forward. */
final class Window {

  private final Duration length;
  private final long millis;
  private final Points points;
  private final Moments moments = new Moments();
  private final SortedValues sorted = new SortedValues();
  private long cutoff = Long.MIN_VALUE;
  private long base;
  private int from;
  private int removals;

  Window(Duration length, Points points) {
    this.length = length;
    this.millis = length.toMillis();
    this.points = points;
  }

  /** Lets go of what is older than the window at that moment. */
  void advance(long now) {
    cutoff = Math.max(cutoff, now - millis);
    if (from == points.size() || points.time(from) > cutoff) {
      return;
    }
    int next = points.firstAfter(cutoff);
    if (next - from > (points.size() - from) / 2) {
      from = next;
      refill();
      return;
    }
    while (from < next) {
      remove(from++);
    }
    mend();
  }

  /** A point was inserted there. */
  void inserted(int i) {
    if (points.time(i) > cutoff) {
      add(i);
    } else {
      from++;
    }
  }

  /** A point's value is about to be replaced. */
  void leaving(int i) {
    if (i >= from) {
      remove(i);
    }
  }

  /** A point's value was replaced. */
  void returned(int i) {
    if (i >= from) {
      add(i);
      mend();
    }
  }

  /** That many points in front of the window were forgotten. */
  void dropped(int count) {
    from -= count;
  }

  /** The points are others than before. */
  void rearranged(long now) {
    cutoff = Math.max(cutoff, now - millis);
    from = points.firstAfter(cutoff);
    refill();
  }

  /** What lies in the window, absent samples filled in as the policy says. */
  Content content(Missing missing) {
    long[] absent = missing == Missing.LEAVE ? Gaps.NONE : Gaps.in(points, from);
    if (absent.length == 0) {
      return new Content(moments, sorted);
    }
    Content filled = new Content(moments.copy(), sorted.copy());
    double median = sorted.quantile(0.5);
    for (long time : absent) {
      double value =
          switch (missing) {
            case LEAVE -> throw new IllegalStateException();
            case MEAN -> moments.mean();
            case MEDIAN -> median;
            case NEAREST -> nearest(time);
          };
      filled.moments.add(seconds(time), value, 1, 0);
      filled.values.add(value, 1);
    }
    return filled;
  }

  Duration length() {
    return length;
  }

  /** The content in numbers. */
  Statistics statistics(Content content, Kind kind, long now) {
    double variance = content.moments.variance();
    return new Statistics(
        length,
        moments.count(),
        content.moments.mean(),
        content.values.quantile(0.5),
        variance,
        Math.sqrt(variance),
        low(),
        high(),
        content.values.quantile(0.95),
        kind == Kind.COUNTER ? growthRate() : sampleRate(moments.count(), now),
        content.moments.slope());
  }

  /** The window's own moments and values, or copies with absent samples filled in; only to be read. */
  record Content(Moments moments, SortedValues values) {

    /** The interquartile range. */
    double spread() {
      return values.quantile(0.75) - values.quantile(0.25);
    }
  }

  long bytes() {
    return sorted.bytes();
  }

  private void add(int i) {
    if (moments.count() == 0) {
      base = points.time(i);
    }
    moments.add(seconds(points.time(i)), points.value(i), points.weight(i), points.within(i));
    sorted.add(points.value(i), points.weight(i));
  }

  private void remove(int i) {
    moments.remove(seconds(points.time(i)), points.value(i), points.weight(i), points.within(i));
    sorted.remove(points.value(i), points.weight(i));
    removals++;
  }

  /** Rounding errors of removals add up, so the moments are computed anew after as many of them as there are points. */
  private void mend() {
    if (moments.worn() || removals > Math.max(64, points.size() - from)) {
      refillMoments();
    }
  }

  private void refill() {
    refillMoments();
    sorted.refill(points, from);
  }

  private void refillMoments() {
    moments.clear();
    removals = 0;
    base = from < points.size() ? points.time(from) : 0;
    for (int i = from; i < points.size(); i++) {
      moments.add(seconds(points.time(i)), points.value(i), points.weight(i), points.within(i));
    }
  }

  private double seconds(long time) {
    return (time - base) / 1000.0;
  }

  private double nearest(long time) {
    int next = points.firstAfter(time);
    boolean former = time - points.time(next - 1) <= points.time(next) - time;
    return former ? points.last(next - 1) : points.value(next);
  }

  private double low() {
    double low = sorted.first();
    for (int i = from; i < points.condensed(); i++) {
      low = Math.min(low, points.low(i));
    }
    return low;
  }

  private double high() {
    double high = sorted.last();
    for (int i = from; i < points.condensed(); i++) {
      high = Math.max(high, points.high(i));
    }
    return high;
  }

  private double growthRate() {
    int last = points.size() - 1;
    return from >= last
        ? Double.NaN
        : points.growthSince(from) * 1000 / (points.time(last) - points.time(from));
  }

  private double sampleRate(long count, long now) {
    if (points.size() == 0 || points.time(0) <= now - millis) {
      return count * 1000.0 / millis;
    }
    // the indicator is younger than the window: its first sample only marks where the measuring began
    long since = now - points.time(0);
    return since > 0 ? (count - points.weight(0)) * 1000.0 / since : Double.NaN;
  }
}
