package io.faultdesk.rules;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The DRL that one row gives, which knows of every letter from which cell it comes: private characters in it stand for
 * the cells, and go unchanged through Drools' templates.
 */
final class CellText {

  private static final char FIRST_MARK = '\uE000';

  private final int row;
  private final List<Cell> marked = new ArrayList<>();

  CellText(int row) {
    this.row = row;
  }

  /** What stands in that cell; what follows it counts as the cell's too, up to the next mark. */
  String of(Cell cell) {
    return mark(cell) + cell.plainText();
  }

  /** The value in that cell, for the place that the template leaves for it. */
  String of(Cell cell, Cell template) {
    return mark(cell) + cell.unquoted() + mark(template);
  }

  /** What follows counts as that cell's. */
  String mark(Cell cell) {
    marked.add(cell);
    return String.valueOf((char) (FIRST_MARK + marked.size() - 1));
  }

  /** The tokens of that text, each at its cell. */
  List<Token> tokens(String text) {
    StringBuilder drl = new StringBuilder();
    List<Cell> origins = new ArrayList<>();
    Cell origin = marked.getFirst();
    boolean quoted = false;
    for (char letter : text.toCharArray()) {
      if (Character.getType(letter) == Character.PRIVATE_USE) {
        origin = marked.get(letter - FIRST_MARK);
        continue;
      }
      quoted ^= letter == '"';
      if (!quoted && isValue(origin) && letter != '"' && !isPlain(letter)) {
        throw origin
            .refusal("\"" + letter + "\" is not allowed here: write a number such as 0.05, a word or a comparison");
      }
      drl.append(letter);
      origins.add(origin);
    }
    origins.add(origin);
    try {
      return Tokens.of(drl.toString()).stream().map(token -> at(token, origins)).toList();
    } catch (Refusal refusal) {
      throw new Refusal(at(refusal.at, origins), refusal.why);
    }
  }

  /** A text in quotes is its value's, although its quotes are the template's. */
  private Token at(Token token, List<Cell> origins) {
    int start = token.column() - 1;
    int end = Math.min(origins.size(), start + Math.max(1, token.written().length()));
    Cell cell = origins.subList(start, end).stream().filter(this::isValue).findFirst().orElse(origins.get(start));
    return new Token(token.kind(), token.text(), cell.row(), cell.column());
  }

  private boolean isValue(@Nullable Cell cell) {
    return cell != null && cell.row() == row;
  }

  private static boolean isPlain(char letter) {
    return Character.isLetterOrDigit(letter) || " .-+<>=_".indexOf(letter) >= 0;
  }
}
