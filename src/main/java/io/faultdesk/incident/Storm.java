package io.faultdesk.incident;

import io.faultdesk.catalog.Catalog;
import io.faultdesk.incident.Suppression.Gathered;
import io.faultdesk.incident.Suppression.Stage;
import io.faultdesk.shared.ServiceName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.springframework.stereotype.Component;

/**
 * Gathers what would open incidents faster than people can look at them in one major incident per family of services. The
 * storm is over once fewer findings come than that; it counts anew after a start.
 */
@Component
class Storm implements SuppressionStage {

  private final Catalog catalog;
  private final QuietSettings.Storm settings;
  private final ConcurrentMap<String, Rate> rates = new ConcurrentHashMap<>();

  Storm(Catalog catalog, IncidentSettings settings) {
    this.catalog = catalog;
    this.settings = settings.quiet().storm();
  }

  /** Is asked last, so that what it is asked about counts as an incident that would be opened. */
  @Override
  public Optional<Suppression> suppress(NewFinding finding, Instant now) {
    if (!settings.enabled()) {
      return Optional.empty();
    }
    String family = family(finding.service());
    Rate rate = rates.computeIfAbsent(family, any -> new Rate());
    boolean storm = rate.isAbove(settings.incidents(), now.minus(settings.within()));
    rate.count(now, settings.incidents());
    Undo.onRollback(() -> rate.discount(now));
    return storm ? Optional.of(gathered(family)) : Optional.empty();
  }

  /** The key of the major incident of that service's family, while a storm goes on there. */
  Optional<String> key(ServiceName service, Instant now) {
    String family = family(service);
    Rate rate = rates.get(family);
    return rate != null && rate.isAbove(settings.incidents(), now.minus(settings.within()))
        ? Optional.of(key(family))
        : Optional.empty();
  }

  private Gathered gathered(String family) {
    String more = "more than %d incidents in %s".formatted(settings.incidents(), words(settings.within()));
    return new Gathered(
        Stage.STORM, "collected in a storm: " + more + " on " + family, key(family),
        "Storm on " + family + ": " + more);
  }

  private String family(ServiceName service) {
    return catalog.service(service).family();
  }

  private static String key(String family) {
    return "storm/" + family;
  }

  private static String words(Duration time) {
    return time.toSeconds() % 60 == 0 ? time.toMinutes() + " minutes" : time.toSeconds() + " seconds";
  }

  /** The latest moments at which incidents were asked for; no more are kept than make a storm. */
  private static final class Rate {

    private final Deque<Instant> latest = new ArrayDeque<>();

    synchronized boolean isAbove(int limit, Instant since) {
      return latest.size() >= limit && !latest.getFirst().isBefore(since);
    }

    synchronized void count(Instant now, int limit) {
      latest.addLast(now);
      while (latest.size() > limit) {
        latest.removeFirst();
      }
    }

    synchronized void discount(Instant moment) {
      latest.removeLastOccurrence(moment);
    }
  }
}
