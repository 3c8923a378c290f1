package io.faultdesk;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Keeps every instant as BIGINT epoch milliseconds, because the engine's MySQL tables forbid fractions of a second. */
@Converter(autoApply = true)
class InstantConverter implements AttributeConverter<Instant, Long> {

  @Override
  public @Nullable Long convertToDatabaseColumn(@Nullable Instant instant) {
    return instant == null ? null : instant.toEpochMilli();
  }

  @Override
  public @Nullable Instant convertToEntityAttribute(@Nullable Long millis) {
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }
}
