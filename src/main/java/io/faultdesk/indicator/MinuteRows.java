package io.faultdesk.indicator;

import io.faultdesk.catalog.IndicatorInfo.Kind;
import io.faultdesk.shared.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes one number of all the minutes of a step, from the stored minutes of one indicator in their order: their mean, of a counter
 * by how much it has grown. The same as {@link IndicatorWindows#row} makes of the samples themselves.
 */
final class MinuteRows {

  private final Kind kind;
  private final long from;
  private final long step;
  private final SortedMap<Instant, Double> values = new TreeMap<>();
  private long stepFrom = Long.MIN_VALUE;
  private double sum;
  private long count;
  private double newest = Double.NaN;
  private double before = Double.NaN;

  MinuteRows(Kind kind, TimeRange range, Duration step) {
    this.kind = kind;
    from = range.from().toEpochMilli();
    this.step = step.toMillis();
  }

  /** From when on minutes are needed, epoch milliseconds: growth is told from what was before. */
  long readFrom() {
    return kind == Kind.COUNTER ? from - step : from;
  }

  void add(Figures minute) {
    long start = from + Math.floorDiv(minute.startsAt() - from, step) * step;
    if (start != stepFrom) {
      close();
      before = start == stepFrom + step ? before : Double.NaN;
      stepFrom = start;
    }
    sum += minute.count() * minute.mean();
    count += minute.count();
    newest = minute.newest();
  }

  /** What each step comes to, by its beginning. */
  SortedMap<Instant, Double> values() {
    close();
    return values;
  }

  private void close() {
    if (count == 0) {
      return;
    }
    double value = kind == Kind.COUNTER ? IndicatorWindows.growth(before, newest) : sum / count;
    if (stepFrom >= from && !Double.isNaN(value)) {
      values.put(Instant.ofEpochMilli(stepFrom), value);
    }
    before = newest;
    sum = 0;
    count = 0;
  }
}
