package io.faultdesk.incident;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The number people know an incident by, such as {@code INC-000042}; its numeric part is the primary key. */
record IncidentNumber(long id) {

  private static final Pattern FORMAT = Pattern.compile("INC-(\\d{6,18})");

  /** The number written so; anything else is the number of no incident. */
  static Optional<IncidentNumber> parse(String text) {
    Matcher matcher = FORMAT.matcher(text);
    return matcher.matches()
        ? Optional.of(new IncidentNumber(Long.parseLong(matcher.group(1))))
            .filter(number -> number.toString().equals(text))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "INC-%06d", id);
  }
}
