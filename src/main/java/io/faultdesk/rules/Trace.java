package io.faultdesk.rules;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Why a condition was found to hold: which rule of which version saw it, and in what facts.
 *
 * @param line of the file, where the rule's name stands
 * @param version of the rules
 */
public record Trace(String rule, String file, int line, String version, List<Matched> matched) {

  public Trace {
    matched = List.copyOf(matched);
  }

  /** For people: the rule and its place, then for each fact a line with the pattern and one with its figures. */
  public String text() {
    String head = "Rule \"%s\" (%s:%d, version %s)".formatted(rule, file, line, version);
    return Stream.concat(Stream.of(head), matched.stream().map(Matched::text)).collect(joining("\n"));
  }

  /**
   * One fact that matched.
   *
   * @param fact its type's name as rules have it
   * @param condition the pattern that it matched
   * @param values of the fields that the rule looked at, JSON-able; what is not known is left out
   */
  public record Matched(String fact, String condition, Map<String, Object> values) {

    private String text() {
      return values.entrySet().stream()
          .map(value -> value.getKey() + " " + Sentence.word(value.getValue()))
          .collect(joining(" · ", condition + "\n→ ", ""));
    }
  }
}
