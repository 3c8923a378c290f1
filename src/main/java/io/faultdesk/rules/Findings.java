package io.faultdesk.rules;

import java.util.ArrayList;
import java.util.List;

/**
 * The façade that compiled rules call. Authors write {@code findings.raise(…)} and {@code findings.recovered(…)}; each
 * such statement is read once when the rules are loaded, and a firing only says which one it is and about what fact.
 */
public final class Findings {

  private List<Said> said = new ArrayList<>();

  Findings() {}

  /** Statement number such and such is true of that fact. */
  public void say(int statement, Object fact) {
    said.add(new Said(statement, fact));
  }

  /** What was said since the last call. */
  List<Said> take() {
    List<Said> taken = said;
    said = new ArrayList<>();
    return taken;
  }

  /** One statement about one fact. */
  record Said(int statement, Object fact) {}
}
