package io.faultdesk.incident;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import io.faultdesk.shared.TimeRange;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A maintenance window, as the outside sees it.
 *
 * @param start local time in the zone
 * @param duration in ISO 8601; exact, also where the clocks change meanwhile
 * @param decision null where nobody had to decide, or has yet
 * @param open whether it keeps findings quiet now
 * @param occurrences the one it is in and those to come, some of them; none where it is not to be
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record MaintenanceWindowView(
    String number,
    String title,
    List<String> services,
    List<String> matchers,
    String zone,
    LocalDateTime start,
    String duration,
    @Nullable String recurrence,
    List<LocalDate> exceptions,
    String owner,
    String reason,
    State state,
    Instant createdAt,
    @Nullable Decision decision,
    boolean open,
    List<Occasion> occurrences) {

  /** Where the window stands. */
  public enum State {
    /** Waits for its approval and keeps nothing quiet. */
    PROPOSED,
    /** Counts. */
    APPROVED,
    /** Somebody was against it. */
    REJECTED,
    /** Nobody approved it before it was to start. */
    EXPIRED,
    /** Called off, before or while it counted. */
    CANCELLED;

    /** The word used in JSON. */
    @JsonValue
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Who decided on it or called it off, and what they said. */
  public record Decision(String by, Instant at, String text) {}

  /** One time that it is open, as moments and by the clocks of its zone. */
  public record Occasion(Instant start, Instant end, OffsetDateTime localStart, OffsetDateTime localEnd) {

    static Occasion of(TimeRange range, ZoneId zone) {
      return new Occasion(
          range.from(),
          range.to(),
          range.from().atZone(zone).toOffsetDateTime(),
          range.to().atZone(zone).toOffsetDateTime());
    }
  }
}
