package io.faultdesk.indicator;

import java.time.Instant;
import java.util.List;

/** Sums minutes that come in the order of time up to the steps of a history. */
final class HistoryStep {

  private final long origin;
  private final long length;
  private final List<HistoryPoint> points;
  private final Moments moments = new Moments();
  private long number;
  private double lowest;
  private double highest;
  private double newest;

  /**
   * @param origin when the first step starts, epoch milliseconds
   * @param length of a step, milliseconds
   * @param points where finished steps go
   */
  HistoryStep(long origin, long length, List<HistoryPoint> points) {
    this.origin = origin;
    this.length = length;
    this.points = points;
  }

  void add(Figures minute) {
    long next = (minute.startsAt() - origin) / length;
    if (next != number) {
      close();
      number = next;
    }
    boolean first = moments.count() == 0;
    lowest = first ? minute.lowest() : Math.min(lowest, minute.lowest());
    highest = first ? minute.highest() : Math.max(highest, minute.highest());
    newest = minute.newest();
    moments.add(0, minute.mean(), minute.count(), minute.squares());
  }

  /** Finishes the step that minutes were added to, if any were. */
  void close() {
    if (moments.count() > 0) {
      points.add(
          new HistoryPoint(
              Instant.ofEpochMilli(origin + number * length),
              moments.count(),
              moments.mean(),
              lowest,
              highest,
              Math.sqrt(moments.variance()),
              newest));
      moments.clear();
    }
  }
}
