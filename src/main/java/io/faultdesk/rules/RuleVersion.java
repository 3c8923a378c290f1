package io.faultdesk.rules;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One set of rules that is kept.
 *
 * @param proposedBy who wants it in force, where that takes two persons
 * @param turn ascends with each activation; null where it never was in force
 * @param activatedBy null where a change of the folder did it
 * @param folder the fingerprint of the folder's files when it was last put in force
 */
record RuleVersion(
    String version,
    int rules,
    Instant seenAt,
    @Nullable String proposedBy,
    @Nullable Long turn,
    @Nullable Instant activatedAt,
    @Nullable String activatedBy,
    @Nullable String folder) {

  /** Whether it was in force once, which nobody has to agree to again. */
  boolean proven() {
    return turn != null;
  }
}
