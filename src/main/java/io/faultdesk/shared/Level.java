package io.faultdesk.shared;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Three steps used for impact, urgency and criticality. */
public enum Level {
  HIGH,
  MEDIUM,
  LOW;

  /** The word used in JSON, in process variables and on pages. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The level of that word; an unknown word is an {@link IllegalArgumentException} that names the known ones. */
  @JsonCreator
  public static Level of(String word) {
    for (Level level : values()) {
      if (level.word().equals(word)) {
        return level;
      }
    }
    throw new IllegalArgumentException("must be high, medium or low, not \"" + word + "\"");
  }
}
