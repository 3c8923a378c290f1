package io.faultdesk.detection;

import io.faultdesk.detection.OpenAlerts.OpenAlert;
import io.faultdesk.shared.BoundedPattern;
import io.faultdesk.shared.LabelMatcher;
import io.faultdesk.signal.Alert;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which alerts somebody asks for, in the parameters of Alertmanager's API.
 *
 * @param filters conditions on the alert's labels, all of which must hold
 * @param receiver whether the one receiver there is is asked for
 */
record AlertQuery(
    List<LabelMatcher> filters,
    boolean receiver,
    boolean active,
    boolean silenced,
    boolean inhibited) {

  /** The one receiver that all alerts go to. */
  static final String RECEIVER = "faultdesk";

  private static final Set<String> YES =
      Set.of("true", "1", "yes", "ok", "y", "on", "selected", "checked", "t", "enabled");

  /** Reads the parameters; what cannot be read is an {@link IllegalArgumentException} with Alertmanager's words for it. */
  static AlertQuery of(Map<String, String[]> parameters) {
    return new AlertQuery(
        Arrays.stream(parameters.getOrDefault("filter", new String[0])).map(AlertQuery::filter).toList(),
        receiver(last(parameters, "receiver")),
        flag(parameters, "active"),
        flag(parameters, "silenced"),
        flag(parameters, "inhibited"));
  }

  boolean wants(Alert alert) {
    return receiver && filters.stream().allMatch(filter -> filter.test(alert.labels()));
  }

  boolean wants(OpenAlert open) {
    return (active || open.quiet())
        && (silenced || open.silencedBy().isEmpty())
        && (inhibited || open.inhibitedBy().isEmpty());
  }

  private static LabelMatcher filter(String text) {
    try {
      return LabelMatcher.of(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("bad matcher format: " + text, e);
    }
  }

  private static boolean receiver(@Nullable String pattern) {
    try {
      return pattern == null || BoundedPattern.of(pattern).test(RECEIVER);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("failed to parse receiver param: " + e.getMessage(), e);
    }
  }

  private static boolean flag(Map<String, String[]> parameters, String name) {
    String value = last(parameters, name);
    return value == null || value.isEmpty() || YES.contains(value.toLowerCase(Locale.ROOT));
  }

  private static @Nullable String last(Map<String, String[]> parameters, String name) {
    String[] values = parameters.get(name);
    return values == null || values.length == 0 ? null : values[values.length - 1];
  }
}
