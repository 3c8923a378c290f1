package io.faultdesk.rules;

import static java.util.stream.Collectors.toSet;

import io.faultdesk.rules.Range.Interval;
import io.faultdesk.rules.Range.Words;
import java.util.List;
import java.util.stream.Stream;

/** What an expression means, as far as the advice on rules can follow it: plain comparisons of fields, no more. */
sealed interface Meaning {

  /** Nothing that could be followed. */
  Claims UNKNOWN = new Claims(List.of(), false);

  /**
   * A field, or its share of another, times a number.
   *
   * @param subject as the author writes it, such as {@code recent.mean / baseline.mean}
   */
  record Field(String subject, FactPath path, double factor) implements Meaning {

    static Field of(FactPath path) {
      return new Field(path.name(), path, 1);
    }

    private Field times(double number) {
      return new Field(subject, path, factor * number);
    }

    private Field per(Field other) {
      return new Field(subject + " / " + other.subject, path, factor / other.factor);
    }
  }

  /** A number that stands in the rule. */
  record Figure(double value) implements Meaning {}

  /** A text, constant, flag or null that stands in the rule. */
  record Word(String text) implements Meaning {}

  /**
   * What holds wherever the expression does.
   *
   * @param whole whether the expression says nothing else
   */
  record Claims(List<Comparison> comparisons, boolean whole) implements Meaning {

    Claims and(Claims other) {
      return new Claims(Stream.concat(comparisons.stream(), other.comparisons.stream()).toList(),
          whole && other.whole);
    }

    /** The one field of which two lists of words are named keeps both lists. */
    Claims or(Claims other) {
      if (comparisons.size() != 1 || other.comparisons.size() != 1 || !whole || !other.whole) {
        return UNKNOWN;
      }
      Comparison one = comparisons.getFirst();
      Comparison two = other.comparisons.getFirst();
      if (one.subject().equals(two.subject()) && one.range() instanceof Words words && !words.others()
          && two.range() instanceof Words more && !more.others()) {
        return claim(one.at(), one.subject(), one.path(), new Words(
            Stream.concat(words.words().stream(), more.words().stream()).collect(toSet()),
            false));
      }
      return UNKNOWN;
    }
  }

  /** A calculation. */
  static Meaning calculated(Meaning left, String sign, Meaning right) {
    if (left instanceof Figure one && right instanceof Figure two) {
      return new Figure(switch (sign) {
        case "+" -> one.value + two.value;
        case "-" -> one.value - two.value;
        case "*" -> one.value * two.value;
        default -> one.value / two.value;
      });
    }
    Meaning product = switch (sign) {
      case "*" -> left instanceof Field field && right instanceof Figure figure
          ? field.times(figure.value)
          : left instanceof Figure number && right instanceof Field of ? of.times(number.value) : UNKNOWN;
      case "/" -> left instanceof Field field && right instanceof Figure figure
          ? field.times(1 / figure.value)
          : left instanceof Field part && right instanceof Field base ? part.per(base) : UNKNOWN;
      default -> UNKNOWN;
    };
    return product instanceof Field field && !(field.factor > 0 && field.factor < Double.MAX_VALUE)
        ? UNKNOWN
        : product;
  }

  /** A comparison; the field may stand on either side. */
  static Claims compared(Token at, Meaning left, String sign, Meaning right) {
    if (left instanceof Field field && right instanceof Field other) {
      // the one that is not multiplied is what the author speaks of
      return field.factor == 1
          ? limited(at, field.per(other.times(1 / other.factor)), sign, other.factor, false)
          : limited(
              at, other.per(field.times(1 / field.factor)), mirrored(sign), field.factor / other.factor, false);
    }
    return right instanceof Field ? oneSided(at, right, mirrored(sign), left) : oneSided(at, left, sign, right);
  }

  private static Claims oneSided(Token at, Meaning left, String sign, Meaning right) {
    if (left instanceof Field field && right instanceof Figure figure) {
      return limited(at, field.times(1 / field.factor), sign, figure.value / field.factor, field.factor == 1);
    }
    if (left instanceof Field field && right instanceof Word word) {
      return claim(at, field.subject, field.path,
          sign.equals("==") ? Words.only(word.text) : Words.except(word.text));
    }
    return UNKNOWN;
  }

  private static Claims limited(Token at, Field field, String sign, double limit, boolean exact) {
    Comparison comparison = new Comparison(at, field.subject, field.path, Interval.of(sign, limit), exact);
    return new Claims(List.of(comparison), true);
  }

  /** A field and a list of words; a list of numbers is not followed. */
  static Claims listed(Token at, Meaning left, boolean others, List<Meaning> items) {
    if (!(left instanceof Field field) || !items.stream().allMatch(Word.class::isInstance)) {
      return UNKNOWN;
    }
    return claim(at, field.subject, field.path,
        new Words(items.stream().map(item -> ((Word) item).text).collect(toSet()),
            others));
  }

  /** What holds where this does, as a comparison of its own: {@code firing} is {@code firing == true}. */
  default Claims claims(Token at) {
    return switch (this) {
      case Claims claims -> claims;
      case Field field -> claim(at, field.subject, field.path, Words.only("true"));
      case Figure figure -> UNKNOWN;
      case Word word -> UNKNOWN;
    };
  }

  private static Claims claim(Token at, String subject, FactPath path, Range range) {
    return new Claims(List.of(new Comparison(at, subject, path, range, true)), true);
  }

  private static String mirrored(String sign) {
    return switch (sign) {
      case "<" -> ">";
      case "<=" -> ">=";
      case ">" -> "<";
      case ">=" -> "<=";
      default -> sign;
    };
  }
}
