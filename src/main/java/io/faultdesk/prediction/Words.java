package io.faultdesk.prediction;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;

/** How numbers and times are told to people. */
final class Words {

  private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_UP);

  private Words() {}

  /** Three digits that count, and never fewer than all before the point. */
  static String number(double value) {
    if (!Double.isFinite(value)) {
      return "unknown";
    }
    BigDecimal exact = BigDecimal.valueOf(value);
    boolean large = Math.abs(value) >= 1000;
    BigDecimal rounded = large ? exact.setScale(0, RoundingMode.HALF_UP) : exact.round(THREE_DIGITS);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }

  /** A share in percent, to the tenth below ten; never all of it where something is left. */
  static String percent(double share) {
    if (!Double.isFinite(share)) {
      return "unknown";
    }
    double percent = 100 * share;
    if (percent >= 99.5 && share < 1) {
      return "over 99 %";
    }
    int digits = percent < 10 ? 1 : 0;
    return BigDecimal.valueOf(percent).setScale(digits, RoundingMode.HALF_UP).toPlainString() + " %";
  }

  /** Whole days, hours or minutes, the largest that leave nothing out. */
  static String time(Duration time) {
    long minutes = time.toMinutes();
    return minutes % 1440 == 0 ? count(minutes / 1440, "day")
        : minutes % 60 == 0 ? count(minutes / 60, "hour") : count(minutes, "minute");
  }

  /** So many seconds in the unit that suits them, to the tenth below ten. */
  static String about(double seconds) {
    double minutes = seconds / 60;
    return minutes < 90 ? rounded(minutes, "minute") : minutes < 48 * 60 ? rounded(minutes / 60, "hour")
        : rounded(minutes / 1440, "day");
  }

  private static String rounded(double number, String unit) {
    BigDecimal shown =
        BigDecimal.valueOf(number).setScale(number < 10 && !unit.equals("minute") ? 1 : 0, RoundingMode.HALF_UP);
    String text = shown.stripTrailingZeros().toPlainString();
    return text + " " + unit + (text.equals("1") ? "" : "s");
  }

  private static String count(long number, String unit) {
    return number + " " + unit + (number == 1 ? "" : "s");
  }
}
