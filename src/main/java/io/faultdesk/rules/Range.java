package io.faultdesk.rules;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import java.math.BigDecimal;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The values that comparisons leave to a field. */
sealed interface Range {

  /** What both leave; an {@link IllegalArgumentException} where one is of numbers and the other of words. */
  Range and(Range other);

  boolean isEmpty();

  /** As it follows "is", such as {@code > 800}. */
  String text();

  /** Whether the other leaves all that this one leaves. */
  default boolean within(Range other) {
    return and(other).equals(this);
  }

  /** What a field can be before anything is asked of it. */
  static Range of(FactPath path) {
    if (path.isNumber()) {
      return Interval.of(path);
    }
    if (path.type() == boolean.class) {
      // only alerts that fire are facts
      return path.text().equals("firing") ? Words.only("true") : Words.only("true", "false");
    }
    return path.type().isEnum()
        ? Words.only(
            Stream.of(path.type().getEnumConstants())
                .map(constant -> path.type().getSimpleName() + "." + ((Enum<?>) constant).name())
                .toArray(String[]::new))
        : Words.except();
  }

  /** Numbers without a gap. */
  record Interval(double low, boolean withLow, double high, boolean withHigh) implements Range {

    static final Interval ALL = new Interval(Double.NEGATIVE_INFINITY, false, Double.POSITIVE_INFINITY, false);
    private static final Interval NOT_NEGATIVE = new Interval(0, true, Double.POSITIVE_INFINITY, false);
    private static final Set<String> NEVER_NEGATIVE =
        Set.of("count", "age", "variance", "deviation", "rate", "horizon");

    private static Interval of(FactPath path) {
      String last = path.steps().getLast().getName();
      return last.equals("probability")
          ? new Interval(0, true, 1, true)
          : NEVER_NEGATIVE.contains(last) ? NOT_NEGATIVE : ALL;
    }

    /** What {@code field SIGN value} leaves. */
    static Interval of(String sign, double value) {
      return switch (sign) {
        case "<" -> new Interval(Double.NEGATIVE_INFINITY, false, value, false);
        case "<=" -> new Interval(Double.NEGATIVE_INFINITY, false, value, true);
        case ">" -> new Interval(value, false, Double.POSITIVE_INFINITY, false);
        case ">=" -> new Interval(value, true, Double.POSITIVE_INFINITY, false);
        default -> new Interval(value, true, value, true);
      };
    }

    @Override
    public Interval and(Range other) {
      if (!(other instanceof Interval interval)) {
        throw new IllegalArgumentException("a field is either a number or a word");
      }
      boolean higher = interval.low > low || interval.low == low && !interval.withLow;
      boolean lower = interval.high < high || interval.high == high && !interval.withHigh;
      return new Interval(
          higher ? interval.low : low, higher ? interval.withLow : withLow,
          lower ? interval.high : high, lower ? interval.withHigh : withHigh);
    }

    @Override
    public boolean isEmpty() {
      return low > high || low == high && !(withLow && withHigh);
    }

    boolean bottomless() {
      return low == Double.NEGATIVE_INFINITY;
    }

    boolean topless() {
      return high == Double.POSITIVE_INFINITY;
    }

    /** What lies between the two; 0 where they touch, less where they overlap. */
    double gap(Interval other) {
      return Math.max(low, other.low) - Math.min(high, other.high);
    }

    /** Whether it is more than one number. */
    boolean isWide() {
      return low < high;
    }

    @Override
    public String text() {
      String above = (withLow ? ">= " : "> ") + plain(low);
      String below = (withHigh ? "<= " : "< ") + plain(high);
      return low == high ? plain(low) : topless() ? above : bottomless() ? below : above + " and " + below;
    }

    /** The number without a point behind which there is nothing. */
    static String plain(double number) {
      return Double.isInfinite(number)
          ? String.valueOf(number)
          : BigDecimal.valueOf(number + 0.0).stripTrailingZeros().toPlainString();
    }
  }

  /**
   * Texts, constants or flags as they are written for Drools.
   *
   * @param others whether all but these are left
   */
  record Words(Set<String> words, boolean others) implements Range {

    public Words {
      words = Set.copyOf(words);
    }

    static Words only(String... words) {
      return new Words(new TreeSet<>(Set.of(words)), false);
    }

    static Words except(String... words) {
      return new Words(new TreeSet<>(Set.of(words)), true);
    }

    /** The texts of which a value must be one; none where something else may be. */
    Set<String> texts() {
      return others || !words.stream().allMatch(word -> word.startsWith("\""))
          ? Set.of()
          : words.stream().map(word -> word.substring(1, word.length() - 1)).collect(toSet());
    }

    @Override
    public Words and(Range other) {
      if (!(other instanceof Words further)) {
        throw new IllegalArgumentException("a field is either a number or a word");
      }
      if (others && !further.others) {
        return further.and(this);
      }
      Set<String> left = new TreeSet<>(words);
      if (others) {
        left.addAll(further.words);
      } else {
        left.removeIf(word -> further.words.contains(word) == further.others);
      }
      return new Words(left, others);
    }

    @Override
    public boolean isEmpty() {
      return !others && words.isEmpty();
    }

    @Override
    public String text() {
      String list = words.stream().map(Words::plain).sorted().collect(joining(" or "));
      return others ? "other than " + list : list;
    }

    /** A constant without the name of its type. */
    private static String plain(String word) {
      return word.startsWith("\"") ? word : word.substring(word.indexOf('.') + 1);
    }
  }
}
