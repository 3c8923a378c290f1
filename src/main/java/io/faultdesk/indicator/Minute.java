package io.faultdesk.indicator;

/**
 * All samples of one indicator in one minute, as figures for the history and in binary for the windows of the next start.
 *
 * @param startsAt epoch milliseconds
 * @param squares sum of the squared deviations from the mean
 * @param newestAt epoch milliseconds of the newest sample
 */
record Minute(
    long startsAt,
    long count,
    double mean,
    double squares,
    double lowest,
    double highest,
    double newest,
    long newestAt,
    StoredSamples samples) {

  /**
   * The minute that starts at that moment and holds the points from the one index up to the other.
   *
   * @param ended whether the indicator is said to have ended after the last of them
   */
  static Minute of(Points points, long startsAt, int from, int to, boolean ended) {
    Moments moments = new Moments();
    double lowest = Double.POSITIVE_INFINITY;
    double highest = Double.NEGATIVE_INFINITY;
    for (int i = from; i < to; i++) {
      moments.add(0, points.value(i), points.weight(i), points.within(i));
      lowest = Math.min(lowest, points.low(i));
      highest = Math.max(highest, points.high(i));
    }
    return new Minute(
        startsAt,
        moments.count(),
        moments.mean(),
        moments.squares(),
        lowest,
        highest,
        points.last(to - 1),
        points.time(to - 1),
        StoredSamples.of(points, startsAt, from, to, ended));
  }
}
