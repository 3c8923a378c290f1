package io.faultdesk.rules;

import java.util.List;

/**
 * One rule that was read and found good.
 *
 * @param at where its name stands
 * @param drl the condition as Drools gets it: every pattern, bound as the author did
 * @param speakers the variable each statement is about, one per statement
 */
record ReadRule(
    String file, String family, String name, Token at, int salience, List<Condition> drl,
    List<Statement> statements, List<String> speakers, List<Named> named) {

  /** One pattern on its line. */
  record Condition(int line, String text) {}

  /** A finding's name as a statement uses it. */
  record Named(Token at, String name, Use use) {}

  /** What a statement does with a finding's name. */
  enum Use {
    RAISED,
    RAISED_UNTIL_RECOVERED,
    RECOVERED
  }
}
