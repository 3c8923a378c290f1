package io.faultdesk.signal;

import io.faultdesk.shared.Category;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.Severity;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state another monitor claims, as one message of it says. Rules see it as a fact.
 *
 * @param identity lower-case hex SHA-256 of the sorted non-empty labels
 * @param service the service the sender names, or what stands for it in that sender's format
 * @param name what the sender calls it
 * @param severity how bad the sender says it is
 * @param category the kind of fault the sender says it is
 * @param firing false where the message says that it is over; rules see only those that fire
 * @param startsAt beginning of the episode
 * @param endsAt while firing: until when the claim holds without being renewed, null for without end; else when it ended
 * @param labels texts by name that tell alerts apart
 * @param annotations texts by name that explain the alert, such as {@code summary}
 * @param sender which route and program sent it, such as {@code prometheus} or {@code alertmanager}
 */
public record Alert(
    String identity,
    ServiceName service,
    String name,
    Severity severity,
    Category category,
    boolean firing,
    Instant startsAt,
    @Nullable Instant endsAt,
    Map<String, String> labels,
    Map<String, String> annotations,
    String sender) {

  public Alert {
    // not Map.copyOf, which takes hours over names that somebody has made collide
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
  }

  /** The same claim, standing until then, null for without end. */
  public Alert until(@Nullable Instant then) {
    return new Alert(
        identity, service, name, severity, category, firing, startsAt, then, labels, annotations, sender);
  }

  /** The same alert, begun then at the latest: a sender whose clock is ahead must be able to take back what it said. */
  Alert begunBy(Instant then) {
    return startsAt.isAfter(then)
        ? new Alert(identity, service, name, severity, category, firing, then, endsAt, labels, annotations, sender)
        : this;
  }

  /** The same alert, over since then. */
  public Alert over(Instant then) {
    return new Alert(
        identity, service, name, severity, category, false, startsAt, then, labels, annotations, sender);
  }
}
