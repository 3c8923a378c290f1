package io.faultdesk.incident;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where the work on an incident stands. */
public enum Phase {
  DIAGNOSIS,
  LOCATION,
  REPAIR,
  RECOVERY,
  REVIEW,
  PREVENTION;

  /** The word used in JSON and as key of the phase's process. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
