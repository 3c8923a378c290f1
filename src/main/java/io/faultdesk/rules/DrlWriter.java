package io.faultdesk.rules;

/**
 * Writes one file for Drools: only what was read, each pattern on the author's line, and on the right the statement's
 * number instead of the author's text.
 */
final class DrlWriter {

  private static final String HEAD =
      """
      package faultdesk.%s; import io.faultdesk.indicator.Indicator; import io.faultdesk.signal.Alert; \
      import io.faultdesk.catalog.ServiceInfo; import io.faultdesk.rules.Forecast; import io.faultdesk.shared.Severity; \
      import io.faultdesk.shared.Category; import io.faultdesk.shared.Level; global io.faultdesk.rules.Findings findings;""";

  private final StringBuilder drl;
  private int line = 1;
  private int statement;
  private int rule;

  DrlWriter(String family, int firstStatement) {
    drl = new StringBuilder(HEAD.formatted(family));
    statement = firstStatement;
    rule = firstStatement;
  }

  void write(ReadRule read) {
    put(read.at().line(), "rule \"r" + rule++ + "\" salience " + read.salience() + " when");
    read.drl().forEach(condition -> put(condition.line(), condition.text()));
    drl.append("\nthen");
    line++;
    for (String speaker : read.speakers()) {
      drl.append(" findings.say(").append(statement++).append(", ").append(speaker).append(");");
    }
    drl.append("\nend");
    line++;
  }

  String drl() {
    return drl.append('\n').toString();
  }

  /** The number of the next statement. */
  int statements() {
    return statement;
  }

  private void put(int wanted, String text) {
    while (line < wanted) {
      drl.append('\n');
      line++;
    }
    drl.append(' ').append(text);
  }
}
