package io.faultdesk.incident;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A silence, as the outside sees it.
 *
 * @param matchers conditions on labels such as {@code service="crm-db"}, all of which must hold
 * @param owner who was signed in
 * @param onBehalfOf whom the owner says to act for
 * @param changes who did what to it, the oldest first
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record SilenceView(
    String id,
    State state,
    List<String> matchers,
    Instant startsAt,
    Instant endsAt,
    String owner,
    @Nullable String onBehalfOf,
    String reason,
    List<Change> changes) {

  /** What somebody did to it. */
  record Change(Instant at, String by, String text) {}

  /** How far a silence is. */
  enum State {
    PENDING,
    ACTIVE,
    EXPIRED;

    /** The word used in JSON. */
    @JsonValue
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static State of(String word) {
      return Arrays.stream(values())
          .filter(state -> state.word().equals(word))
          .findFirst()
          .orElseThrow(() -> InvalidRequest.parameter("state", "must be pending, active or expired"));
    }
  }
}
