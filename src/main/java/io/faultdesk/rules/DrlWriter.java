package io.faultdesk.rules;

/**
 * Writes one file for Drools: only what was read, each pattern on the author's line, and on the right the rule's number
 * and the facts that matched instead of the author's text. A pattern behind one that binds a fact tells
 * {@link Findings#pair} of every pair before it looks at it.
 */
final class DrlWriter {

  private static final String HEAD =
      """
      package faultdesk.%s; import io.faultdesk.indicator.Indicator; import io.faultdesk.signal.Alert; \
      import io.faultdesk.catalog.ServiceInfo; import io.faultdesk.prediction.Forecast; import io.faultdesk.prediction.Trend; import io.faultdesk.shared.Severity; \
      import io.faultdesk.shared.Category; import io.faultdesk.shared.Level; global io.faultdesk.rules.Findings findings;""";

  private final StringBuilder drl;
  private int line = 1;

  DrlWriter(String family) {
    drl = new StringBuilder(HEAD.formatted(family));
  }

  void write(ReadRule read, int rule) {
    put(read.at().line(), "rule \"r" + rule + "\" salience " + read.salience() + " when");
    String pair = "";
    for (Condition condition : read.conditions()) {
      put(condition.line(), condition.drl(pair));
      pair = condition.variable() == null ? pair : "findings.pair(" + rule + ", " + condition.variable() + ")";
    }
    drl.append(" then findings.say(").append(rule);
    read.witnesses().forEach(witness -> drl.append(", ").append(witness.variable()));
    drl.append("); end");
  }

  String drl() {
    return drl.append('\n').toString();
  }

  private void put(int wanted, String text) {
    while (line < wanted) {
      drl.append('\n');
      line++;
    }
    drl.append(' ').append(text);
  }
}
