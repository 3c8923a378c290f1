package io.faultdesk.rules;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a rule gives as its reason: a text with places such as <code>{recent.p95}</code> that the fact fills; a share is told in
 * percent at <code>{recent.mean%}</code>.
 *
 * @param at where it stands in the rule, as the author wrote it; the fact's name where the rule's name is the reason
 * @param texts what stands before, between and behind the places
 * @param places one fewer than texts
 */
record Sentence(Token at, List<String> texts, List<Place> places) {

  static final Pattern PLACE = Pattern.compile("\\{([^{}%]*)(%?)}");

  /** Reads it; a place that the fact does not have is an {@link IllegalArgumentException}. */
  static Sentence of(Token at, Class<?> fact) {
    String text = at.text();
    List<String> texts = new ArrayList<>();
    List<Place> places = new ArrayList<>();
    Matcher matcher = PLACE.matcher(text);
    int end = 0;
    while (matcher.find()) {
      texts.add(text.substring(end, matcher.start()));
      places.add(place(FactPath.of(fact, List.of(matcher.group(1).split("\\.", -1))), !matcher.group(2).isEmpty()));
      end = matcher.end();
    }
    texts.add(text.substring(end));
    return new Sentence(at, texts, places);
  }

  private static Place place(FactPath path, boolean percent) {
    if (percent && !path.isNumber()) {
      throw new IllegalArgumentException("\"" + path.text() + "\" is not a number and cannot be told in percent");
    }
    return new Place(path, percent);
  }

  /** Where its words come from. */
  List<FactPath> paths() {
    return places.stream().map(Place::path).toList();
  }

  /** The sentence about that fact. */
  String about(Object fact) {
    StringBuilder sentence = new StringBuilder(texts.getFirst());
    for (int i = 0; i < places.size(); i++) {
      sentence.append(places.get(i).word(fact)).append(texts.get(i + 1));
    }
    return sentence.toString();
  }

  /** The value as people read it: three digits that count. */
  static String word(@Nullable Object value) {
    return switch (value) {
      case null -> "nothing";
      case Double number when !Double.isFinite(number) -> "unknown";
      case Double number -> readable(BigDecimal.valueOf(number));
      case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT);
      default -> value.toString();
    };
  }

  /** Three digits that count, and never fewer than all before the point. */
  private static String readable(BigDecimal number) {
    int before = number.precision() - number.scale();
    BigDecimal rounded =
        before >= 3
            ? number.setScale(0, RoundingMode.HALF_UP)
            : number.round(new MathContext(3, RoundingMode.HALF_UP));
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }

  /** A place in the sentence, and whether its number is a share that is told in percent. */
  record Place(FactPath path, boolean percent) {

    private String word(Object fact) {
      Object value = path.of(fact);
      return percent && value instanceof Number share
          ? Sentence.word(share.doubleValue() * 100) + " %"
          : Sentence.word(value);
    }
  }
}
