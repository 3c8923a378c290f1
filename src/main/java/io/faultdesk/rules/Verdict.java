package io.faultdesk.rules;

import io.faultdesk.incident.FindingSource;
import io.faultdesk.shared.Category;
import io.faultdesk.shared.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the rules decided on one set of facts.
 *
 * @param raised the conditions that hold now
 * @param recovered names of findings whose recovery condition holds now
 * @param fired names of the rules that fired, in order
 * @param unasked keys of findings of which a rule that failed could not say whether their condition holds
 */
public record Verdict(List<Raised> raised, Set<String> recovered, List<String> fired, Set<String> unasked) {

  public Verdict {
    raised = List.copyOf(raised);
    recovered = Set.copyOf(recovered);
    fired = List.copyOf(fired);
    unasked = Set.copyOf(unasked);
  }

  /** What was decided where every rule could be asked. */
  public Verdict(List<Raised> raised, Set<String> recovered, List<String> fired) {
    this(raised, recovered, fired, Set.of());
  }

  /**
   * One condition that holds.
   *
   * @param key service and rule name, or service and alert identity; the finding's identity and default dedup key
   * @param name the name the rule gave it, or the alert's name
   * @param source who says so: an alert by itself, the predictor where the rule tells of a forecast, else the rule
   * @param after how long the condition must hold before the finding opens
   * @param keepFor how long the finding stays after the last firing
   * @param untilRecovered whether it clears only once its recovery condition holds
   * @param because one sentence for people
   * @param evidence the figures it rests on, JSON-able
   * @param trace which rule saw it, and in what
   */
  public record Raised(
      String key,
      String name,
      FindingSource source,
      Severity severity,
      Category category,
      Duration after,
      Duration keepFor,
      boolean untilRecovered,
      String because,
      Map<String, Object> evidence,
      Trace trace) {

    /** Whether an alert claims it by itself, which no rule takes back. */
    public boolean fromAlert() {
      return source == FindingSource.ALERT;
    }
  }
}
