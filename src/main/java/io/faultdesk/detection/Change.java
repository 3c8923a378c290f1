package io.faultdesk.detection;

import io.faultdesk.rules.Verdict.Raised;

/** What a step wants the incident desk to know. */
sealed interface Change {

  /** A finding opened. */
  record Opened(Raised raised) implements Change {}

  /** An open finding has become as bad as that. */
  record Worsened(Raised raised) implements Change {}

  /** Further messages came about an open finding, the latest of which says that. */
  record Repeated(Raised raised, int times) implements Change {}

  /** A finding cleared. */
  record Cleared(String key) implements Change {}
}
