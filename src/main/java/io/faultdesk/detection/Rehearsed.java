package io.faultdesk.detection;

import io.faultdesk.rules.Verdict.Raised;
import io.faultdesk.shared.Severity;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One finding of a {@link Rehearsal}, from its opening to its end. */
final class Rehearsed {

  private final List<String> fired;
  private final Instant openedAt;
  private Raised raised;
  private int repeats;
  private @Nullable Instant worsenedAt;
  private @Nullable Instant clearedAt;

  Rehearsed(Raised raised, List<String> fired, Instant openedAt) {
    this.raised = raised;
    this.fired = fired;
    this.openedAt = openedAt;
  }

  String key() {
    return raised.key();
  }

  String name() {
    return raised.name();
  }

  /** The rule that saw what was said last. */
  String rule() {
    return raised.trace().rule();
  }

  /** The worst with which it was open. */
  Severity severity() {
    return raised.severity();
  }

  /** What was said of it when it opened, and anew whenever it worsened or its alert was repeated. */
  Raised raised() {
    return raised;
  }

  /** The rules that fired in the step that opened it, this finding's among them. */
  List<String> fired() {
    return fired;
  }

  Instant openedAt() {
    return openedAt;
  }

  /** When it worsened last, null where it never did. */
  @Nullable
  Instant worsenedAt() {
    return worsenedAt;
  }

  /** Null while it is open. */
  @Nullable
  Instant clearedAt() {
    return clearedAt;
  }

  /** How often its alert was claimed anew while it was open. */
  int repeats() {
    return repeats;
  }

  void worsen(Raised worse, Instant now) {
    raised = worse;
    worsenedAt = now;
  }

  void repeat(Raised said, int times) {
    raised = said;
    repeats += times;
  }

  void clear(Instant now) {
    clearedAt = now;
  }
}
