package io.faultdesk.incident;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The number people know a maintenance window by, such as {@code MW-000012}; its numeric part is the primary key. */
record WindowNumber(long id) {

  private static final Pattern FORMAT = Pattern.compile("MW-(\\d{6,18})");

  /** The number written so; anything else is the number of no window. */
  static Optional<WindowNumber> parse(String text) {
    Matcher matcher = FORMAT.matcher(text);
    return matcher.matches()
        ? Optional.of(new WindowNumber(Long.parseLong(matcher.group(1))))
            .filter(number -> number.toString().equals(text))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "MW-%06d", id);
  }
}
