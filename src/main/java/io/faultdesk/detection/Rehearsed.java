package io.faultdesk.detection;

import io.faultdesk.rules.Verdict.Raised;
import io.faultdesk.shared.Category;
import io.faultdesk.shared.Severity;
import java.time.Instant;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One finding of a {@link Rehearsal}, from its opening to its end. */
final class Rehearsed {

  private final String key;
  private final String name;
  private final Category category;
  private final NavigableMap<Instant, Said> said = new TreeMap<>();
  private @Nullable Instant clearedAt;

  Rehearsed(Raised raised, Instant openedAt) {
    key = raised.key();
    name = raised.name();
    category = raised.category();
    said.put(openedAt, new Said(raised.severity(), raised.because(), raised.trace().rule()));
  }

  String key() {
    return key;
  }

  String name() {
    return name;
  }

  /** The one with which it opened: it stays what it is. */
  Category category() {
    return category;
  }

  /** The rule that saw what was said last. */
  String rule() {
    return latest().rule();
  }

  /** The worst with which it was open. */
  Severity severity() {
    return latest().severity();
  }

  Instant openedAt() {
    return said.firstKey();
  }

  /** Null while it is open. */
  @Nullable
  Instant clearedAt() {
    return clearedAt;
  }

  /** What was said of it when it opened, and each time that this changed, by the moment from which it was true. */
  NavigableMap<Instant, Said> said() {
    return Collections.unmodifiableNavigableMap(said);
  }

  void worsen(Raised worse, Instant now) {
    say(new Said(worse.severity(), worse.because(), worse.trace().rule()), now);
  }

  /** Its alert was claimed anew, which makes it no better. */
  void repeat(Raised again, Instant now) {
    say(new Said(severity(), again.because(), again.trace().rule()), now);
  }

  void clear(Instant now) {
    clearedAt = now;
  }

  private void say(Said now, Instant at) {
    if (!now.equals(latest())) {
      said.put(at, now);
    }
  }

  private Said latest() {
    return said.lastEntry().getValue();
  }

  /**
   * What is said of a finding from some moment on.
   *
   * @param severity the worst up to then
   * @param rule the one that saw it
   */
  record Said(Severity severity, String because, String rule) {}
}
