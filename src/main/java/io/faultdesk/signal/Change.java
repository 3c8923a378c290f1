package io.faultdesk.signal;

import io.faultdesk.shared.ServiceName;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something was done to a service on purpose, such as a deployment. It is no fault, and the first suspect when one follows.
 *
 * @param at when it was done; never ahead of its arrival
 * @param source who or what says so
 * @param details in the sender's order
 */
public record Change(
    ServiceName service, Instant at, String summary, String source, Map<String, String> details, List<Link> links) {

  public Change {
    details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    links = List.copyOf(links);
  }

  /** Where there is more to be seen. */
  public record Link(String href, @Nullable String text) {}
}
