package io.faultdesk.workflow;

/**
 * Something wrong with a file of a modeler.
 *
 * @param line from 1, or 0 where it is not known
 * @param column from 1, or 0 where it is not known
 */
record ProcessFault(String file, int line, int column, String message) {

  static ProcessFault of(String file, String message) {
    return new ProcessFault(file, 0, 0, message);
  }

  /** {@code FILE:LINE:COLUMN: message}, as editors understand it. */
  @Override
  public String toString() {
    return file + (line > 0 ? ":" + line + ":" + Math.max(column, 1) : "") + ": " + message;
  }
}
