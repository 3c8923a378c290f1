package io.faultdesk.incident;

import org.jspecify.annotations.Nullable;

/** A silence that may not be as somebody asks for it; the message says why. */
class SilenceRefused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final @Nullable String pointer;
  private final int matching;
  private final int open;

  private SilenceRefused(@Nullable String pointer, String detail, int matching, int open) {
    super(detail);
    this.pointer = pointer;
    this.matching = matching;
    this.open = open;
  }

  /** A field of it is wrong. */
  SilenceRefused(String pointer, String detail) {
    this(pointer, detail, 0, 0);
  }

  /** It would mute too much. */
  SilenceRefused(String detail, int matching, int open) {
    this(null, detail, matching, open);
  }

  /** The place in the body of our own API that is wrong; null where all of it mutes too much. */
  @Nullable
  String pointer() {
    return pointer;
  }

  /** How many open findings it would mute. */
  int matching() {
    return matching;
  }

  /** How many findings are open. */
  int open() {
    return open;
  }
}
