package io.faultdesk.incident;

import io.faultdesk.shared.Category;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.Severity;
import java.time.Instant;
import java.util.Map;

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

  /** The longest key, in characters. */
  public static final int MAX_KEY_LENGTH = 300;

  public NewFinding {
    if (key.length() > MAX_KEY_LENGTH) {
      throw new IllegalArgumentException("the key of a finding has at most " + MAX_KEY_LENGTH + " characters: " + key);
    }
  }
}
