package io.faultdesk.rules;

/**
 * One cell of a spreadsheet that is not empty.
 *
 * @param row from 1, as the spreadsheet counts
 * @param column from 1
 * @param text stripped
 * @param mergedFrom the first column of the merged cell that it is a part of; its own column where it stands alone
 */
record Cell(int row, int column, String text, int mergedFrom) {

  static final int MAX_ROWS = 2_000;
  static final int MAX_COLUMNS = 50;
  private static final int MAX_TEXT = 1_000;

  /** Checks what is to stand in that cell. */
  static Cell of(int row, int column, String content, int mergedFrom) {
    Cell cell = new Cell(row, column, content.strip(), mergedFrom);
    if (row > MAX_ROWS || column > MAX_COLUMNS) {
      throw cell.refusal("a table has at most " + MAX_ROWS + " rows and " + MAX_COLUMNS + " columns");
    }
    if (cell.text.length() > MAX_TEXT) {
      throw cell.refusal("a cell holds at most " + MAX_TEXT + " characters");
    }
    return cell;
  }

  /** As a spreadsheet names it: {@code C12}. */
  String name() {
    StringBuilder letters = new StringBuilder();
    for (int rest = column; rest > 0; rest = (rest - 1) / 26) {
      letters.insert(0, (char) ('A' + (rest - 1) % 26));
    }
    return letters.toString() + row;
  }

  /** What a rule may be made of. */
  String plainText() {
    if (text.indexOf('\uFFFD') >= 0) {
      throw refusal("this is no UTF-8: save the table as \"CSV UTF-8\"");
    }
    if (text.codePoints().anyMatch(Cell::isUnseen)) {
      throw refusal("this cell holds a line break, a control character or a private one");
    }
    return text;
  }

  /** What is to stand between double quotes. */
  String unquoted() {
    if (plainText().indexOf('"') >= 0) {
      throw refusal("this cell holds a double quote: leave it out, or write “ and ”");
    }
    return text;
  }

  /** The empty cell of that column in this row. */
  Cell beside(int other) {
    return new Cell(row, other, "", other);
  }

  Refusal refusal(String message) {
    return new Refusal(new Token(Token.Kind.TEXT, text, row, column), message);
  }

  private static boolean isUnseen(int character) {
    int type = Character.getType(character);
    return type == Character.CONTROL || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR
        || type == Character.PRIVATE_USE || type == Character.SURROGATE;
  }
}
