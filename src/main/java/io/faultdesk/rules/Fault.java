package io.faultdesk.rules;

/**
 * What is wrong with a rule file, a decision table or a rule test, and where.
 *
 * @param line from 1
 * @param column from 1
 */
public record Fault(String file, int line, int column, String message) {

  /** As a line of output, where it keeps nothing from coming into force. */
  String warning() {
    return file + ":" + line + ":" + column + ": warning: " + message;
  }

  @Override
  public String toString() {
    return file + ":" + line + ":" + column + ": " + message;
  }
}
