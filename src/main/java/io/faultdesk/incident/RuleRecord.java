package io.faultdesk.incident;

/**
 * What became of what one rule found, or of what one kind of alert claimed. An incident counts once for each that found something in it;
 * what was only collected by it counts as finding alone, because no word about the incident is about that.
 *
 * @param source of the findings, never a person
 * @param name of the rule, or of the alert
 * @param incidents in which they are
 * @param confirmed those of which a diagnosis or a review says that there was a fault; of forecasts those that came true
 * @param denied those that somebody called a false alarm; of forecasts also those that did not come
 * @param prevented of forecasts those against which a person did something
 * @param useful those whose review calls the rule useful
 * @param useless those whose review does not
 */
public record RuleRecord(
    FindingSource source,
    String name,
    long findings,
    long incidents,
    long confirmed,
    long denied,
    long prevented,
    long useful,
    long useless) {

  /** The share that was right of what is known. */
  public Share precision() {
    return new Share(confirmed, confirmed + denied);
  }
}
