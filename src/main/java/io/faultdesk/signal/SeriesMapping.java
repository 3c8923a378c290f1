package io.faultdesk.signal;

import io.faultdesk.shared.LabelMatcher;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which series of Prometheus an indicator is fed by.
 *
 * @param metric its name
 * @param match conditions on its labels, all of which must hold
 * @param indicator the indicator
 * @param serviceLabel the label that names the service; without it {@code service}, else {@code job}, else {@code instance}
 * @param factor what values are multiplied by, such as 1000 for milliseconds of seconds
 */
public record SeriesMapping(
    @NotBlank String metric,
    @DefaultValue List<String> match,
    @NotBlank @Size(max = 200) String indicator,
    @Nullable String serviceLabel,
    @DefaultValue("1") double factor) {

  public SeriesMapping {
    match = List.copyOf(match);
    match.forEach(LabelMatcher::of);
    if (!Double.isFinite(factor)) {
      throw new IllegalArgumentException("the factor of " + metric + " must be a number");
    }
  }

  /** The conditions, ready to be asked. */
  public List<LabelMatcher> matchers() {
    return match.stream().map(LabelMatcher::of).toList();
  }

  /** The service that those labels name. */
  public Optional<String> service(Map<String, String> labels) {
    return serviceLabel == null ? ServiceLabel.value(labels) : ServiceLabel.value(labels, List.of(serviceLabel));
  }
}
