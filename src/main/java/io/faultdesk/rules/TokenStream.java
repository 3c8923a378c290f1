package io.faultdesk.rules;

import io.faultdesk.rules.Token.Kind;
import java.util.List;

/** The tokens of one file, read from the front. */
final class TokenStream {

  private final List<Token> tokens;
  private int position;

  TokenStream(List<Token> tokens) {
    this.tokens = tokens;
  }

  Token peek() {
    return tokens.get(position);
  }

  /** How many tokens have been taken. */
  int position() {
    return position;
  }

  /** What was taken since that position, as the author wrote it but for the spaces. */
  String textSince(int start) {
    StringBuilder text = new StringBuilder();
    for (int i = start; i < position; i++) {
      Token token = tokens.get(i);
      boolean apart = i > start && !token.clings() && !tokens.get(i - 1).opens();
      text.append(apart ? " " : "").append(token.written());
    }
    return text.toString();
  }

  /** The token behind the next one. */
  Token peekSecond() {
    return tokens.get(Math.min(position + 1, tokens.size() - 1));
  }

  Token next() {
    Token token = peek();
    if (token.kind() != Kind.END) {
      position++;
    }
    return token;
  }

  /** Whether that word or sign is next; if so it is taken. */
  boolean skip(String wanted) {
    boolean found = peek().is(wanted);
    if (found) {
      next();
    }
    return found;
  }

  Token expect(String wanted, String hint) {
    Token token = next();
    if (!token.is(wanted)) {
      throw new Refusal(token, "expected \"" + wanted + "\", found " + token.quoted() + ": " + hint);
    }
    return token;
  }

  Token word(String what) {
    return expect(Kind.WORD, what);
  }

  Token text(String what) {
    return expect(Kind.TEXT, what);
  }

  Token variable(String what) {
    return expect(Kind.VARIABLE, what);
  }

  /** Goes on behind the next {@code end}, or before the next {@code start} that begins a line. */
  void skipBehind(String end, String start) {
    while (peek().kind() != Kind.END && !(peek().is(start) && peek().column() == 1)) {
      if (next().is(end)) {
        return;
      }
    }
  }

  private Token expect(Kind kind, String what) {
    Token token = next();
    if (token.kind() != kind) {
      throw new Refusal(token, "expected " + what + ", found " + token.quoted());
    }
    return token;
  }
}
