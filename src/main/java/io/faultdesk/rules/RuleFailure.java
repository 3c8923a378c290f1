package io.faultdesk.rules;

/**
 * A rule that could not be asked.
 *
 * @param off whether it is switched off from now on
 */
record RuleFailure(String rule, String file, int line, String message, boolean off) {

  /** It threw, and the next time it may not. */
  static RuleFailure of(ReadRule rule, Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return new RuleFailure(rule.name(), rule.file(), rule.at().line(), String.valueOf(cause), false);
  }

  /** It was stopped, and would have to be every time. */
  static RuleFailure of(ReadRule rule, Overrun overrun) {
    return new RuleFailure(rule.name(), rule.file(), rule.at().line(), String.valueOf(overrun.getMessage()), true);
  }
}
