package io.faultdesk.rules;

import java.util.List;
import java.util.Map;

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

  /**
   * One fact that matched.
   *
   * @param fact its type's name as rules have it
   * @param condition the pattern that it matched
   * @param values of the fields that the rule looked at, JSON-able; what is not known is left out
   */
  public record Matched(String fact, String condition, Map<String, Object> values) {}
}
