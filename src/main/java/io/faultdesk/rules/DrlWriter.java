package io.faultdesk.rules;

/**
 * Writes one file for Drools: only what was read, each pattern on the author's line, and on the right the rule's number
 * and the facts that matched instead of the author's text.
 */
final class DrlWriter {

  private static final String HEAD =
      """
      package faultdesk.%s; import io.faultdesk.indicator.Indicator; import io.faultdesk.signal.Alert; \
      import io.faultdesk.catalog.ServiceInfo; import io.faultdesk.rules.Forecast; import io.faultdesk.shared.Severity; \
      import io.faultdesk.shared.Category; import io.faultdesk.shared.Level; global io.faultdesk.rules.Findings findings;""";

  private final StringBuilder drl;
  private int line = 1;
  private int rule;

  DrlWriter(String family, int firstRule) {
    drl = new StringBuilder(HEAD.formatted(family));
    rule = firstRule;
  }

  void write(ReadRule read) {
    put(read.at().line(), "rule \"r" + rule + "\" salience " + read.salience() + " when");
    read.conditions().forEach(condition -> put(condition.line(), condition.drl()));
    drl.append(" then findings.say(").append(rule++);
    read.witnesses().forEach(witness -> drl.append(", ").append(witness.variable()));
    drl.append("); end");
  }

  String drl() {
    return drl.append('\n').toString();
  }

  /** The number of the next rule. */
  int next() {
    return rule;
  }

  private void put(int wanted, String text) {
    while (line < wanted) {
      drl.append('\n');
      line++;
    }
    drl.append(' ').append(text);
  }
}
