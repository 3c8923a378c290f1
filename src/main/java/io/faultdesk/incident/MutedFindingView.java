package io.faultdesk.incident;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import io.faultdesk.incident.Suppression.Stage;
import io.faultdesk.shared.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A finding that opened no incident, as the outside sees it.
 *
 * @param stage what keeps it quiet, or kept it so at last
 * @param reasons all that kept it quiet, oldest first
 * @param judgedAgainAt when it is judged again at the latest; null once it has ended
 * @param repeats how often it was heard of again
 * @param incident the incident it was raised in after all
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record MutedFindingView(
    long id,
    String service,
    String name,
    FindingSource source,
    Severity severity,
    String because,
    Map<String, String> labels,
    Instant openedAt,
    Stage stage,
    List<Reason> reasons,
    @Nullable Instant judgedAgainAt,
    long repeats,
    @Nullable Instant endedAt,
    @Nullable Outcome outcome,
    @Nullable String incident) {

  /** Why it was quiet from that moment on. */
  record Reason(Instant at, Stage stage, String text) {}

  /** How the quiet ended. */
  enum Outcome {
    CLEARED,
    RAISED;

    /** The word used in JSON. */
    @JsonValue
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
