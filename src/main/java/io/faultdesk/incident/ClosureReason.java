package io.faultdesk.incident;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why an incident was closed. */
public enum ClosureReason {
  RECOVERED,
  FALSE_ALARM,
  DUPLICATE,
  CLEARED,
  CANCELLED;

  /** The word used in JSON and process variables. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
