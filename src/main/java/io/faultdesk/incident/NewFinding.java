package io.faultdesk.incident;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.faultdesk.shared.Category;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.Severity;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A finding that has just opened and asks for an incident, or that is open and has just become as bad as this.
 *
 * @param key identity of the finding while it is open, at most 300 characters; also the dedup key
 * @param name rule name or alert name
 * @param because one sentence for people; becomes the title of an incident that it opens
 * @param openedAt when it opened or became worse
 */
public record NewFinding(
    String key,
    FindingSource source,
    String name,
    ServiceName service,
    Severity severity,
    Category category,
    String because,
    Map<String, Object> evidence,
    Instant openedAt) {

  /** Names under which every finding can be asked for in conditions on labels, beside the labels of its alert. */
  private static final String ALERT_NAME = "alertname";

  /** Under this name the evidence holds how the finding came about, told for people. */
  public static final String TRACED = "traced";

  /** Under this name the evidence holds which rule found it. */
  public static final String RULE = "rule";

  /** Under this name the evidence of a forecast holds how far it looks ahead, in seconds. */
  static final String HORIZON = "horizon";

  /** The longest key, in characters. */
  public static final int MAX_KEY_LENGTH = 300;

  public NewFinding {
    if (key.length() > MAX_KEY_LENGTH) {
      throw new IllegalArgumentException("the key of a finding has at most " + MAX_KEY_LENGTH + " characters: " + key);
    }
  }

  /**
   * What conditions on labels see: the labels of its alert where it comes from one, and where those do not say so themselves
   * {@code alertname}, {@code service}, {@code severity}, {@code category} and {@code source}.
   */
  @JsonIgnore
  public Map<String, String> labels() {
    return labels(name, service.value(), severity, category, source, evidence);
  }

  /** The same of a finding that is stored; a person's has no severity. */
  static Map<String, String> labels(
      String name,
      String service,
      @Nullable Severity severity,
      Category category,
      FindingSource source,
      Map<String, Object> evidence) {
    Map<String, String> labels = new TreeMap<>();
    labels.put(ALERT_NAME, name);
    labels.put("service", service);
    if (severity != null) {
      labels.put("severity", severity.word());
    }
    labels.put("category", category.word());
    labels.put("source", source.word());
    if (evidence.get("labels") instanceof Map<?, ?> own) {
      own.forEach((label, value) -> labels.put(String.valueOf(label), String.valueOf(value)));
    }
    return labels;
  }

  /** The same, having opened then. */
  NewFinding openedAt(Instant then) {
    return new NewFinding(key, source, name, service, severity, category, because, evidence, then);
  }

  /** The same with no more than its labels as evidence, where that has become too long to be stored. */
  NewFinding withoutEvidence() {
    Object labels = evidence.get("labels");
    Map<String, Object> kept = new LinkedHashMap<>();
    if (labels == null || Json.write(labels).length() > Texts.MAX / 2) {
      kept.put("dropped", "evidence that is too long to be kept");
    } else {
      kept.put("labels", labels);
    }
    if (evidence.get(RULE) instanceof String rule) {
      kept.put(RULE, rule);
    }
    return new NewFinding(key, source, name, service, severity, category, Texts.shorten(because, Finding.MAX_BECAUSE),
        kept, openedAt);
  }
}
