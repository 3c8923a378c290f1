package io.faultdesk.incident;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Who says that something is wrong. */
public enum FindingSource {
  RULE,
  FORECAST,
  ALERT,
  PERSON;

  /** The word used in JSON. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
