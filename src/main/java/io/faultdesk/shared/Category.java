package io.faultdesk.shared;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What kind of fault a finding or an incident is about; the category decides the team. */
public enum Category {
  PERFORMANCE,
  AVAILABILITY,
  DATA_QUALITY,
  BUSINESS_PROCESS,
  CUSTOMER,
  SECURITY,
  OTHER;

  /** The word used in JSON, in process variables and on pages, such as {@code data-quality}. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The category of that word, or {@link #OTHER} where there is none or an unknown one. */
  public static Category orOther(@Nullable String word) {
    return Arrays.stream(values()).filter(category -> category.word().equals(word)).findFirst().orElse(OTHER);
  }

  /** The category of that word; an unknown word is an {@link IllegalArgumentException} that names the known ones. */
  @JsonCreator
  public static Category of(String word) {
    for (Category category : values()) {
      if (category.word().equals(word)) {
        return category;
      }
    }
    throw new IllegalArgumentException(
        "must be performance, availability, data-quality, business-process, customer, security or other, not \""
            + word
            + "\"");
  }
}
