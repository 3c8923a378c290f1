package io.faultdesk.prediction;

/**
 * How many faults probabilities promised, and how many came, over moments at each of which every service was looked at once.
 *
 * @param moments no two of them nearer than the model looks ahead
 * @param expected the sum of the probabilities
 * @param variance the sum of p · (1 − p)
 * @param came how many of the services had a fault within that time
 * @param squares the sum over the moments of (came − expected)²: faults of many services at one moment are one accident, not many
 */
record Reckoning(long moments, double expected, double variance, long came, double squares) {

  private static final int FEWEST_MOMENTS = 100;
  private static final double FEWEST_FAULTS = 5;
  /** Beyond so many deviations it is no chance: less than three in a thousand. */
  private static final double SURE = 3;
  /** Less than that is no reason to do anything. */
  private static final double FACTOR = 2;

  /** How far what came could by chance be from what was expected. */
  double deviation() {
    return Math.sqrt(Math.max(variance, squares));
  }

  /** By how many deviations more came than was expected; NaN where nothing could come. */
  double distance() {
    return (came - expected) / deviation();
  }

  double low() {
    return Math.max(0, expected - SURE * deviation());
  }

  double high() {
    return expected + SURE * deviation();
  }

  /** Whether the probabilities are wrong by more than a factor of two, and not by chance. */
  boolean wrong() {
    return moments >= FEWEST_MOMENTS && Math.max(came, expected) >= FEWEST_FAULTS && Math.abs(distance()) > SURE
        && (came > FACTOR * expected || FACTOR * came < expected);
  }
}
