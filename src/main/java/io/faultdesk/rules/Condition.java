package io.faultdesk.rules;

import static java.util.function.Predicate.not;
import static java.util.stream.Collectors.joining;

import io.faultdesk.rules.Meaning.Claims;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One pattern of a rule: which facts it is about and what they must be like.
 *
 * @param line of the file, where it begins
 * @param variable what the matching fact is called in the rule; null for {@code not} and {@code exists}, which bind none
 */
record Condition(int line, Sense sense, @Nullable String variable, Class<?> fact, List<Constraint> constraints) {

  /**
   * As Drools gets it.
   *
   * @param first what it compares before all else; may be empty
   */
  String drl(String first) {
    String name = variable == null ? sense.word : variable + " : ";
    return name + fact.getSimpleName()
        + Stream.concat(Stream.of(first).filter(not(String::isEmpty)), constraints.stream().map(Constraint::drl))
            .collect(joining(", ", "(", ")"));
  }

  /** As a person reads it. */
  String text() {
    return sense.word + fact.getSimpleName()
        + constraints.stream().map(Constraint::text).collect(joining(", ", "( ", " )"));
  }

  /** When a pattern holds: where a fact matches, or where none does. */
  enum Sense {
    MATCH(""),
    NOT("not "),
    EXISTS("exists ");

    private final String word;

    Sense(String word) {
      this.word = word;
    }
  }

  /**
   * What stands between two commas of a pattern.
   *
   * @param text the author's words, one space between them
   * @param drl as Drools gets it
   * @param paths the fields of the fact itself that it looks at
   * @param claims the plain comparisons of which it consists
   */
  record Constraint(Token at, String text, String drl, List<FactPath> paths, Claims claims) {}
}
