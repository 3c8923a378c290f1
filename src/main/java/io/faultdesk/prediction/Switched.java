package io.faultdesk.prediction;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What models may do, and who said so.
 *
 * @param since null where nobody has changed it yet, like {@code by}
 */
record Switched(Mode mode, @Nullable Instant since, @Nullable String by) {

  /** As long as nobody has said anything. */
  static final Switched NEVER = new Switched(Mode.LIVE, null, null);
}
