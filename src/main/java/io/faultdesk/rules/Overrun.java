package io.faultdesk.rules;

/** A rule was stopped while it judged, because it took more than its share. */
final class Overrun extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int rule;
  private final boolean certain;

  /**
   * That rule was stopped.
   *
   * @param rule its number
   * @param certain whether the same facts would always come to this; time need not
   */
  Overrun(int rule, boolean certain, String why) {
    super(why, null, false, false);
    this.rule = rule;
    this.certain = certain;
  }

  boolean certain() {
    return certain;
  }

  int rule() {
    return rule;
  }
}
