package io.faultdesk.rules;

/** A rule that threw while it judged. */
record RuleFailure(String rule, String file, int line, String message) {

  static RuleFailure of(ReadRule rule, Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return new RuleFailure(rule.name(), rule.file(), rule.at().line(), String.valueOf(cause));
  }
}
