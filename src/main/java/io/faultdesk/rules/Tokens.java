package io.faultdesk.rules;

import io.faultdesk.rules.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a rule file into tokens. What is not in the white list below is a {@link Refusal}; backslashes are in no
 * pattern, so no escape can hide one text in another.
 */
final class Tokens {

  /** What word processors and Chinese keyboards make of a double quote. */
  private static final String QUOTES = "“”„‟«»「」『』";

  /** The wide forms of the characters from ! to ~, in their order. */
  private static final int FIRST_WIDE = 0xFF01;

  private static final int LAST_WIDE = 0xFF5E;

  private static final Pattern TOKEN =
      Pattern.compile(
          """
          (?<space>\\s++|//[^\\n]*+|/\\*(?s:.*?)\\*/)\
          |(?<word>[A-Za-z][A-Za-z0-9_]*+)\
          |(?<variable>\\$[A-Za-z][A-Za-z0-9]*+)\
          |(?<text>"[^"\\\\\\p{Cntrl}]*+")\
          |(?<number>\\d{1,15}+(?:\\.\\d{1,15}+)?+(?![\\w.]))\
          |(?<sign>&&|\\|\\||[=!<>]=|/(?!\\*)|[<>=():;,.\\[\\]+*-])""");

  private static final int MAX_TEXT = 1_000;

  private final List<Token> tokens = new ArrayList<>();
  private int line = 1;
  private int column = 1;

  private Tokens() {}

  /** The tokens of that text, a {@link Kind#END} behind the last one. */
  static List<Token> of(String text) {
    Tokens cut = new Tokens();
    Matcher matcher = TOKEN.matcher(text);
    int at = 0;
    while (at < text.length()) {
      matcher.region(at, text.length());
      if (!matcher.lookingAt()) {
        throw cut.unknown(text, at);
      }
      cut.add(matcher);
      at = matcher.end();
    }
    cut.tokens.add(new Token(Kind.END, "", cut.line, cut.column));
    return cut.tokens;
  }

  private void add(Matcher matcher) {
    String found = matcher.group();
    if (matcher.group("word") != null) {
      add(Kind.WORD, found);
    } else if (matcher.group("variable") != null) {
      add(Kind.VARIABLE, found);
    } else if (matcher.group("text") != null) {
      if (found.length() - 2 > MAX_TEXT) {
        throw new Refusal(new Token(Kind.TEXT, "", line, column), "a text has at most " + MAX_TEXT + " characters");
      }
      add(Kind.TEXT, found.substring(1, found.length() - 1));
    } else if (matcher.group("number") != null) {
      add(Kind.NUMBER, found);
    } else if (matcher.group("sign") != null) {
      add(Kind.SIGN, found);
    }
    found.chars().forEach(this::step);
  }

  private void add(Kind kind, String text) {
    tokens.add(new Token(kind, text, line, column));
  }

  private void step(int character) {
    if (character == '\n') {
      line++;
      column = 1;
    } else {
      column++;
    }
  }

  private Refusal unknown(String text, int at) {
    String message =
        switch (text.charAt(at)) {
          case '"' -> "a text ends on the line it starts on and holds no backslash";
          case '\'' -> "write texts in double quotes";
          case '\\' -> "a rule file holds no backslash";
          case '/' -> "this comment does not end";
          case '!' -> "\"!\" is not allowed: turn the comparison round";
          case '$' -> "a name after \"$\" is letters and digits";
          case '{' -> "blocks of code are not allowed";
          default -> {
            int codePoint = text.codePointAt(at);
            if (QUOTES.indexOf(codePoint) >= 0) {
              yield "write texts in straight double quotes: \"";
            }
            if (codePoint >= FIRST_WIDE && codePoint <= LAST_WIDE) {
              yield "\"" + Character.toString(codePoint) + "\" is a wide character: write \""
                  + Character.toString(codePoint - FIRST_WIDE + '!') + "\"";
            }
            yield Character.isDigit(codePoint)
                ? "a number is digits with at most one point in them"
                : "\"" + Character.toString(codePoint) + "\" is not allowed here";
          }
        };
    return new Refusal(new Token(Kind.SIGN, text.substring(at, at + 1), line, column), message);
  }
}
