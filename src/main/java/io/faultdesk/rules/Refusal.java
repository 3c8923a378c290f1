package io.faultdesk.rules;

/** Ends the reading of one rule: this token cannot stand here. */
final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  final transient Token at;
  final String why;

  Refusal(Token at, String message) {
    super(message, null, false, false);
    this.at = at;
    why = message;
  }

  Fault in(String file) {
    return new Fault(file, at.line(), at.column(), why);
  }
}
