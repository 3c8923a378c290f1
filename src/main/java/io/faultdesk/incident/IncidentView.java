package io.faultdesk.incident;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import io.faultdesk.shared.Category;
import io.faultdesk.shared.Level;
import io.faultdesk.shared.Severity;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An incident as the outside sees it.
 *
 * @param findings the latest {@value #MAX_FINDINGS}, oldest first
 * @param findingCount how many there are
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record IncidentView(
    String number,
    String title,
    @Nullable String description,
    State state,
    @Nullable Phase phase,
    int priority,
    Level impact,
    Level urgency,
    Category category,
    @Nullable String service,
    @Nullable String dedupKey,
    Instant openedAt,
    @Nullable Instant acknowledgedAt,
    @Nullable Instant resolvedAt,
    @Nullable Instant closedAt,
    Instant respondBy,
    Instant resolveBy,
    @Nullable String team,
    @Nullable String assignee,
    @Nullable String processInstanceId,
    long occurrences,
    Map<String, String> labels,
    List<String> customers,
    List<FindingView> findings,
    int findingCount,
    List<Suspect> suspects,
    @Nullable Closure closure,
    @Nullable Review review) {

  /** More findings are not shown with their incident. */
  static final int MAX_FINDINGS = 200;

  /** Whether its fault is only foreseen. */
  public boolean foreseen() {
    return service != null && Foreseen.key(service).equals(dedupKey);
  }

  /** How far an incident is. */
  public enum State {
    OPEN,
    ACKNOWLEDGED,
    RESOLVED,
    CLOSED;

    /** The word used in JSON. */
    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What is or was wrong.
   *
   * @param quiet why it opened no incident of its own, null where it did
   * @param flapping whether it comes and goes too often to tell of each time
   */
  public record FindingView(
      FindingSource source,
      String name,
      @Nullable String service,
      @Nullable Severity severity,
      String because,
      Instant openedAt,
      @Nullable Instant clearedAt,
      Map<String, Object> evidence,
      @Nullable QuietReason quiet,
      boolean flapping) {}

  /** Why a finding became part of an incident that is another one's; the stage is a word such as {@code dependency}. */
  public record QuietReason(Suppression.Stage stage, String reason) {}

  /** A component that is the likely place of the fault, the score from 0 to 1. */
  public record Suspect(String component, double score, String why) {}

  /** What the review taught; {@code ruleUseful} is the label the rule or the predictor learns from. */
  @Embeddable
  public record Review(
      @Column(length = Texts.MAX) String rootCause,
      @Column(length = Texts.MAX) String lesson,
      boolean ruleUseful,
      @Column(name = "reviewed_by") String by,
      @Column(name = "reviewed_at") Instant at) {}

  /** How the incident ended. */
  public record Closure(ClosureReason reason, String by, Instant at, String text) {}
}
