package io.faultdesk.rules;

import java.util.ArrayList;
import java.util.List;

/**
 * The façade that compiled rules call. Authors write {@code findings.raise(…)} and {@code findings.recovered(…)}; such
 * statements are read once when the rules are loaded, and a firing only says of which rule and in what facts.
 */
public final class Findings {

  private List<Said> said = new ArrayList<>();

  Findings() {}

  /** Rule number such and such holds in these facts, one for each pattern that binds one. */
  public void say(int rule, Object... facts) {
    said.add(new Said(rule, facts));
  }

  /** What was said since the last call. */
  List<Said> take() {
    List<Said> taken = said;
    said = new ArrayList<>();
    return taken;
  }

  /** One firing of one rule. */
  record Said(int rule, Object[] facts) {}
}
