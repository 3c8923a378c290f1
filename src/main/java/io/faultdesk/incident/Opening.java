package io.faultdesk.incident;

import io.faultdesk.incident.Suppression.Gathered;
import io.faultdesk.incident.Suppression.Stage;
import io.faultdesk.shared.Category;
import io.faultdesk.shared.Level;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a rule, an alert or a person brings forward: it opens an incident or joins the open one of its key.
 *
 * @param by a user id or {@code system}
 * @param impact null where nobody said; medium is then assumed for a new incident
 * @param urgency null where nobody said, likewise
 * @param observed what is recorded as finding
 */
record Opening(
    @Nullable String dedupKey,
    String by,
    String title,
    @Nullable String description,
    Category category,
    @Nullable ServiceName service,
    @Nullable Level impact,
    @Nullable Level urgency,
    Map<String, String> labels,
    List<String> customers,
    Observation observed) {

  /** The longest title, in characters. */
  static final int MAX_TITLE = 200;

  Level impactOrDefault() {
    return impact == null ? Level.MEDIUM : impact;
  }

  Level urgencyOrDefault() {
    return urgency == null ? Level.MEDIUM : urgency;
  }

  @Nullable
  String serviceName() {
    return service == null ? null : service.value();
  }

  /** Every stage's reason but that the incident was there before. */
  @Nullable
  String collectedBecause() {
    Suppression quiet = observed.quiet();
    return quiet == null || quiet.stage() == Stage.GROUPING ? null : quiet.reason();
  }

  /**
   * The finding in it.
   *
   * @param key null for what a person says, which no machine repeats or clears
   * @param quiet why it opened no incident of its own, null where it did
   */
  record Observation(
      @Nullable String key,
      FindingSource source,
      String name,
      @Nullable ServiceName service,
      @Nullable Severity severity,
      String because,
      Map<String, Object> evidence,
      Instant openedAt,
      @Nullable Suppression quiet) {

    /** The sentence, and below it how the finding came about where that is known. */
    String told() {
      return evidence.get(NewFinding.TRACED) instanceof String traced ? because + "\n" + traced : because;
    }

    /** How far ahead it looks; empty where it says what is, or not how far. */
    Optional<Duration> horizon() {
      return source == FindingSource.FORECAST
          && evidence.get(NewFinding.HORIZON) instanceof Number seconds && seconds.doubleValue() > 0
              ? Optional.of(Duration.ofMillis((long) (seconds.doubleValue() * 1000)))
              : Optional.empty();
    }

    private Observation quietBecause(Suppression why) {
      return new Observation(key, source, name, service, severity, because, evidence, openedAt, why);
    }
  }

  /** The same, taken into an incident that is another one's. */
  Opening quietBecause(Suppression why) {
    return new Opening(dedupKey, by, title, description, category, service, impact, urgency, labels, customers,
        observed.quietBecause(why));
  }

  /** The same, taken into the major incident that gathers what belongs together; opened where it is the first. */
  Opening into(Gathered gathered) {
    return new Opening(gathered.key(), by, gathered.title(), gathered.reason(), category, null, Level.HIGH, Level.HIGH,
        labels, customers, observed.quietBecause(gathered));
  }

  static Opening of(NewFinding finding, String dedupKey, Level criticality) {
    return new Opening(
        dedupKey,
        Incident.SYSTEM,
        Texts.line(finding.because(), MAX_TITLE),
        null,
        finding.category(),
        finding.service(),
        criticality,
        urgency(finding.severity()),
        Map.of(),
        List.of(),
        new Observation(
            finding.key(),
            finding.source(),
            finding.name(),
            finding.service(),
            finding.severity(),
            finding.because(),
            finding.evidence(),
            finding.openedAt(),
            null));
  }

  private static Level urgency(Severity severity) {
    return switch (severity) {
      case CRITICAL, MAJOR -> Level.HIGH;
      case MINOR -> Level.MEDIUM;
      case WARNING -> Level.LOW;
    };
  }
}
