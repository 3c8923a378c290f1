package io.faultdesk.prediction;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A training on the server's own past.
 *
 * @param request with nothing left open
 * @param challenge whether the newest part was kept out of it, to compare the model with the one in force
 * @param detail why there is no model
 * @param version of the model that came of it
 * @param comparison with the model in force
 * @param decision null until somebody has decided on the model
 */
record Training(
    String id,
    TrainingRequest request,
    boolean challenge,
    String askedBy,
    Instant askedAt,
    State state,
    @Nullable Instant endedAt,
    @Nullable String detail,
    @Nullable String version,
    @Nullable Comparison comparison,
    @Nullable Decision decision) {

  /** How it stands. */
  enum State {
    RUNNING,
    DONE,
    /** There is too little to learn from. */
    REFUSED,
    FAILED;

    @JsonValue
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What became of a model.
   *
   * @param word {@code activated} or {@code discarded}
   */
  record Decision(String word, String by, Instant at, String why) {}
}
