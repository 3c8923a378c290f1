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

  /** Whether the work ended because the fault did, or was given up; else there is no fault, or another incident has it. */
  boolean endsFault() {
    return this == RECOVERED || this == CLEARED || this == CANCELLED;
  }

  /** The word used in JSON and process variables. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
