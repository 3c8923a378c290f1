package io.faultdesk.incident;

/**
 * So many of so many, and between which bounds the share lies that this is a sample of: Wilson's interval at 95 %, which holds for few
 * too.
 */
public record Share(long some, long all) {

  private static final double Z = 1.959964;

  public Share {
    if (some < 0 || all < some) {
      throw new IllegalArgumentException(some + " of " + all + " is no share");
    }
  }

  /** NaN of none. */
  public double value() {
    return (double) some / all;
  }

  /** NaN of none. */
  public double low() {
    return all == 0 ? Double.NaN : Math.max(0, middle() - half());
  }

  /** NaN of none. */
  public double high() {
    return all == 0 ? Double.NaN : Math.min(1, middle() + half());
  }

  private double middle() {
    return (some + Z * Z / 2) / (all + Z * Z);
  }

  private double half() {
    return Z / (all + Z * Z) * Math.sqrt(value() * (all - some) + Z * Z / 4);
  }
}
