package io.faultdesk.rules;

/**
 * One word, text, number or sign of a rule file.
 *
 * @param text of a text in quotes: what stands between them
 * @param line from 1
 * @param column from 1
 */
record Token(Kind kind, String text, int line, int column) {

  boolean is(String wanted) {
    return (kind == Kind.WORD || kind == Kind.SIGN) && text.equals(wanted);
  }

  /** The token as a sentence can quote it. */
  String quoted() {
    return switch (kind) {
      case END -> "the end of the file";
      case TEXT -> "the text \"" + text + "\"";
      default -> "\"" + text + "\"";
    };
  }

  enum Kind {
    WORD,
    VARIABLE,
    TEXT,
    NUMBER,
    SIGN,
    END
  }
}
