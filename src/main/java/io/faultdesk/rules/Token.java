package io.faultdesk.rules;

import java.util.Set;

/**
 * One word, text, number or sign of a rule file.
 *
 * @param text of a text in quotes: what stands between them
 * @param line from 1
 * @param column from 1
 */
record Token(Kind kind, String text, int line, int column) {

  private static final Set<String> CLINGING = Set.of(".", ",", "[", "]", ")");
  private static final Set<String> OPENING = Set.of(".", "[", "(");

  boolean is(String wanted) {
    return (kind == Kind.WORD || kind == Kind.SIGN) && text.equals(wanted);
  }

  /** The token as it stands in the file. */
  String written() {
    return kind == Kind.TEXT ? "\"" + text + "\"" : text;
  }

  /** Whether no space goes before it. */
  boolean clings() {
    return kind == Kind.SIGN && CLINGING.contains(text);
  }

  /** Whether no space goes behind it. */
  boolean opens() {
    return kind == Kind.SIGN && OPENING.contains(text);
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
