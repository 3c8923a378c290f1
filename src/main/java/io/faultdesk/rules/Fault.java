package io.faultdesk.rules;

/**
 * What is wrong with a rule file and where.
 *
 * @param line from 1
 * @param column from 1
 */
record Fault(String file, int line, int column, String message) {

  @Override
  public String toString() {
    return file + ":" + line + ":" + column + ": " + message;
  }
}
