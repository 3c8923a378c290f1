package io.faultdesk.rules;

import io.faultdesk.rules.Trace.Matched;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One rule that was read and found good.
 *
 * @param at where its name stands
 * @param witnesses the patterns that bind a fact, in their order; Drools hands these facts over when the rule fires
 * @param speakers which witness each statement is about, one per statement
 */
record ReadRule(
    String file, String family, String name, Token at, int salience, List<Condition> conditions,
    List<Witness> witnesses, List<Statement> statements, List<Integer> speakers, List<Named> named) {

  /** Whether it has something to say: a rule that only takes findings back has not while none of them is open. */
  boolean awaited(@Nullable Set<String> open) {
    return open == null
        || statements.stream()
            .anyMatch(statement -> !(statement instanceof Statement.Recover recover) || open.contains(recover.name()));
  }

  /** What it found, in these facts. */
  Trace trace(Object[] facts, String version) {
    List<Matched> matched = new ArrayList<>();
    for (int i = 0; i < facts.length; i++) {
      matched.add(witnesses.get(i).of(facts[i]));
    }
    return new Trace(name, file, at.line(), version, matched);
  }

  /**
   * A pattern that binds a fact, and the fields of that fact that matter.
   *
   * @param variable the fact's name in the rule
   * @param text the pattern as a person reads it, made once for all firings
   */
  record Witness(String variable, Condition condition, List<FactPath> paths, String text) {

    Witness(String variable, Condition condition, List<FactPath> paths) {
      this(variable, condition, paths, condition.text());
    }

    private Matched of(Object fact) {
      return new Matched(condition.fact().getSimpleName(), text, FactPath.values(fact, paths));
    }
  }

  /** A finding's name as a statement uses it. */
  record Named(Token at, String name, Use use) {}

  /** What a statement does with a finding's name. */
  enum Use {
    RAISED,
    RAISED_AND_KEPT,
    RAISED_UNTIL_RECOVERED,
    RECOVERED
  }
}
