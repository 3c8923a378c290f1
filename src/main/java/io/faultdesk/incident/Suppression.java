package io.faultdesk.incident;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why a finding that has just opened opens no incident of its own. */
public sealed interface Suppression {

  /** What keeps it quiet. */
  Stage stage();

  /** One sentence for people. */
  String reason();

  /**
   * It has no incident for now; nothing of it is lost, and it is judged again when that ends.
   *
   * @param cause what ends it, such as {@code silence:12}; null where only time does
   * @param until when it is judged again at the latest; null where only its cause ends it
   */
  record Muted(Stage stage, String reason, @Nullable String cause, @Nullable Instant until) implements Suppression {}

  /** It becomes part of that open incident. */
  record Collected(Stage stage, String reason, long incident) implements Suppression {}

  /** It becomes part of the open incident of that key, which is opened under that title where there is none. */
  record Gathered(Stage stage, String reason, String key, String title) implements Suppression {}

  /** What kept it quiet. */
  enum Stage {
    MAINTENANCE,
    SILENCE,
    INHIBITION,
    GROUPING,
    FLAPPING,
    DEPENDENCY,
    STORM,
    FORECAST;

    /** The word used in JSON. */
    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
