package io.faultdesk.prediction;

import java.util.Arrays;
import java.util.Optional;

/**
 * How a curve approaches a limit. Pure: it knows nothing but what it is given.
 *
 * @param slope per second, negative where it falls towards the limit
 * @param seconds until the limit, 0 where it is reached
 * @param earliest lower end of the interval that holds the true time in nine cases of ten
 * @param latest its upper end; infinite where that lies beyond the horizon
 */
record Approach(double slope, double seconds, double earliest, double latest) {

  /** Fewer points make no trend. */
  static final int LEAST_POINTS = 12;

  /** Nine in ten, both sides together. */
  private static final double INTERVAL = 1.645;
  /** One in a hundred on the one side: so often a flat line is taken for a rising one. */
  private static final double SIGNIFICANT = 2.326;
  /** One in a hundred, both sides together. */
  private static final double CONTRADICTED = 2.576;

  /** The whole span, its newest half, quarter and eighth. */
  private static final int STRETCHES = 4;
  private static final int USUAL = 2;

  /**
   * What that curve says of the limit, or nothing where it does not move towards it by more than chance, does so too slowly, or
   * does so now and then and falls back by itself.
   *
   * @param curve seen from now; what is older than the span tells only whether such a rise is usual
   * @param rising whether the limit is reached from below
   * @param span seconds through which a line may be drawn
   * @param horizon seconds beyond which nothing is said
   */
  static Optional<Approach> of(Curve curve, double limit, boolean rising, double span, double horizon) {
    return rising
        ? of(curve, limit, span, horizon)
        : of(curve.mirrored(), -limit, span, horizon).map(Approach::mirrored);
  }

  private static Optional<Approach> of(Curve curve, double limit, double span, double horizon) {
    Curve recent = curve.since(-span);
    if (recent.size() < LEAST_POINTS
        || recent.newest() - recent.first() < span / 3
        || recent.newest() < -span / (1 << STRETCHES - 1)) {
      return Optional.empty();
    }
    RobustLine[] lines = lines(recent, span);
    int longest = longestThatHolds(lines);
    RobustLine line = lines[longest];
    if (level(recent) >= limit) {
      return Optional.of(new Approach(line.slope(), 0, 0, 0));
    }
    if (line.slope() <= 0 || line.significance() < SIGNIFICANT) {
      return Optional.empty();
    }
    double stretch = span / (1 << longest);
    double rise = line.slope() * stretch;
    int falls = curve.before(-stretch).falls(line.at(0) - rise / 4, line.at(0) - rise * 3 / 4, limit);
    return falls >= USUAL
        ? Optional.empty()
        : Optional.of(until(limit, line, horizon)).filter(found -> found.seconds <= horizon);
  }

  private static RobustLine[] lines(Curve recent, double span) {
    RobustLine[] lines = new RobustLine[STRETCHES];
    int count = 0;
    for (double stretch = span; count < STRETCHES; stretch /= 2) {
      Curve part = recent.since(-stretch);
      if (part.size() < LEAST_POINTS) {
        break;
      }
      lines[count++] = new RobustLine(part);
    }
    return Arrays.copyOf(lines, count);
  }

  /** The longest stretch of which no newer part says that things have changed since, as Lepski chooses a bandwidth. */
  private static int longestThatHolds(RobustLine[] lines) {
    for (int i = 0; i < lines.length; i++) {
      double slope = lines[i].slope();
      if (Arrays.stream(lines, i + 1, lines.length).allMatch(newer -> newer.allows(slope, CONTRADICTED))) {
        return i;
      }
    }
    throw new IllegalStateException("the newest stretch has nothing newer that could contradict it");
  }

  /** Where it stands now, whatever one stray value says. */
  private static double level(Curve recent) {
    double[] newest = Arrays.copyOfRange(recent.values(), recent.size() - 3, recent.size());
    Arrays.sort(newest);
    return newest[1];
  }

  /** Slope and height err independently of each other at the centre, so that their shares add up in squares. */
  private static Approach until(double limit, RobustLine line, double horizon) {
    double way = limit - line.at(line.centre());
    double time = way / line.slope();
    double sooner =
        Math.hypot(time - way / line.highSlope(INTERVAL), line.above(INTERVAL) / line.slope());
    double lowest = line.lowSlope(INTERVAL);
    double later = lowest <= 0
        ? Double.POSITIVE_INFINITY
        : Math.hypot(way / lowest - time, line.below(INTERVAL) / line.slope());
    double seconds = time + line.centre();
    double latest = Math.max(0, seconds + later);
    return new Approach(
        line.slope(),
        Math.max(0, seconds),
        Math.max(0, seconds - sooner),
        latest <= horizon ? latest : Double.POSITIVE_INFINITY);
  }

  private Approach mirrored() {
    return new Approach(-slope, seconds, earliest, latest);
  }
}
