package io.faultdesk.catalog;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The five families of indicators that Faultdesk watches. */
public enum Family {
  SYSTEM_PERFORMANCE,
  DATA_QUALITY,
  BUSINESS_PROCESS,
  CUSTOMER_BEHAVIOUR,
  SECURITY;

  /** The word used in {@code faultdesk.yaml} and JSON, such as {@code data-quality}. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
