package io.faultdesk.rules;

import io.faultdesk.rules.Condition.Constraint;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A constraint that compares one number of its fact with a limit and does nothing else.
 *
 * @param side the field and in which direction it is compared
 */
record Limit(Side side, double value) {

  /** A handle is slow until it has been used often, so all limits on one field share one. */
  private static final Map<List<Method>, MethodHandle> NUMBERS = new ConcurrentHashMap<>();
  private static final Pattern FORM = Pattern.compile("([\\w.]+) (>|>=|<|<=) (\\d+\\.\\d+)");

  /** The limit that this constraint is; null where it is something else. */
  static @Nullable Limit of(Constraint constraint) {
    Matcher form = FORM.matcher(constraint.drl());
    return form.matches() && constraint.paths().size() == 1
        ? new Limit(new Side(constraint.paths().getFirst(), form.group(2)), Double.parseDouble(form.group(3)))
        : null;
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

    private Side(FactPath path, String sign) {
      text = path.text() + sign;
      number = NUMBERS.computeIfAbsent(path.steps(), steps -> path.number());
      above = sign.startsWith(">");
      inclusive = sign.endsWith("=");
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
