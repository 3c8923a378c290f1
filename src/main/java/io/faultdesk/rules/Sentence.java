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
 * What a rule gives as its reason: a text with places such as <code>{recent.p95}</code> that the fact fills.
 *
 * @param texts what stands before, between and behind the places
 * @param places one fewer than texts
 */
record Sentence(List<String> texts, List<FactPath> places) {

  private static final Pattern PLACE = Pattern.compile("\\{([^{}]*)}");

  /** Reads it; a place that the fact does not have is an {@link IllegalArgumentException}. */
  static Sentence of(String text, Class<?> fact) {
    List<String> texts = new ArrayList<>();
    List<FactPath> places = new ArrayList<>();
    Matcher matcher = PLACE.matcher(text);
    int end = 0;
    while (matcher.find()) {
      texts.add(text.substring(end, matcher.start()));
      places.add(FactPath.of(fact, List.of(matcher.group(1).split("\\.", -1))));
      end = matcher.end();
    }
    texts.add(text.substring(end));
    return new Sentence(texts, places);
  }

  /** The sentence about that fact. */
  String about(Object fact) {
    StringBuilder sentence = new StringBuilder(texts.getFirst());
    for (int i = 0; i < places.size(); i++) {
      sentence.append(word(places.get(i).of(fact))).append(texts.get(i + 1));
    }
    return sentence.toString();
  }

  private static String word(@Nullable Object value) {
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
}
