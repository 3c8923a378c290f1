package io.faultdesk.rules;

import io.faultdesk.rules.Range.Interval;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A comparison of one number of a fact with a limit.
 *
 * @param side the field and in which direction it is compared
 */
record Limit(Side side, double value) {

  /** A handle is slow until it has been used often, so all limits on one field share one. */
  private static final Map<List<Method>, MethodHandle> NUMBERS = new ConcurrentHashMap<>();

  /** The limit that this comparison is; null where it is something else. */
  static @Nullable Limit of(Comparison comparison) {
    if (!comparison.exact() || !(comparison.range() instanceof Interval interval)
        || interval.topless() == interval.bottomless()) {
      return null;
    }
    double value = interval.topless() ? interval.low() : interval.high();
    boolean inclusive = interval.topless() ? interval.withLow() : interval.withHigh();
    return Double.isFinite(value) ? new Limit(new Side(comparison.path(), interval.topless(), inclusive), value) : null;
  }

  /** Whether that fact keeps to it; no fact does whose number is not known. */
  boolean holds(Object fact) {
    return side.holds(side.number(fact), value);
  }

  /** One number of a fact, and the sign that stands between it and a limit. */
  static final class Side {

    private final String text;
    private final MethodHandle number;
    private final boolean above;
    private final boolean inclusive;

    private Side(FactPath path, boolean above, boolean inclusive) {
      this.above = above;
      this.inclusive = inclusive;
      text = path.text() + (above ? " >" : " <") + (inclusive ? "=" : "");
      number = NUMBERS.computeIfAbsent(path.steps(), steps -> path.number());
    }

    double number(Object fact) {
      try {
        return (double) number.invokeExact(fact);
      } catch (RuntimeException | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
    }

    boolean holds(double number, double limit) {
      return above ? number > limit || inclusive && number == limit : number < limit || inclusive && number == limit;
    }

    /** Whether what keeps to the one limit keeps to the other too. */
    int loosestFirst(double one, double other) {
      return above ? Double.compare(one, other) : Double.compare(other, one);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Side side && text.equals(side.text);
    }

    @Override
    public int hashCode() {
      return text.hashCode();
    }
  }
}
