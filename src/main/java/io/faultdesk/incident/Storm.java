package io.faultdesk.incident;

import io.faultdesk.catalog.Catalog;
import io.faultdesk.incident.Suppression.Collected;
import io.faultdesk.incident.Suppression.Gathered;
import io.faultdesk.incident.Suppression.Muted;
import io.faultdesk.incident.Suppression.Stage;
import io.faultdesk.shared.ServiceName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.springframework.stereotype.Component;

/**
 * Gathers what would open incidents faster than people can look at them in one major incident per family of services. The
 * storm is over once fewer findings come than that; it counts anew after a start.
 */
@Component
class Storm implements SuppressionStage {

  /** So long others wait for the one that opens the major incident. */
  private static final Duration WHILE_OPENED = Duration.ofSeconds(1);

  private final Incidents incidents;
  private final Catalog catalog;
  private final QuietSettings.Storm settings;
  private final Set<String> beingOpened = ConcurrentHashMap.newKeySet();
  private final ConcurrentMap<String, Rate> rates = new ConcurrentHashMap<>();

  Storm(Incidents incidents, Catalog catalog, IncidentSettings settings) {
    this.incidents = incidents;
    this.catalog = catalog;
    this.settings = settings.quiet().storm();
  }

  /** Is asked last, so that what it is asked about counts as an incident that would be opened. */
  @Override
  public Optional<Suppression> suppress(NewFinding finding, Situation situation) {
    if (!settings.enabled()) {
      return Optional.empty();
    }
    Instant now = situation.now();
    String family = family(finding.service());
    Rate rate = rates.computeIfAbsent(family, any -> new Rate());
    boolean storm = rate.isAbove(settings.incidents(), now.minus(settings.within()));
    rate.count(now, settings.incidents());
    Undo.onRollback(() -> rate.discount(now));
    return storm ? Optional.of(collected(family, situation)) : Optional.empty();
  }

  private Suppression collected(String family, Situation situation) {
    Optional<Long> open = situation.openIncident(key(family)).or(() -> incidents.openIncident(key(family)));
    open.ifPresent(incident -> situation.opened(key(family), incident));
    if (open.isPresent()) {
      return new Collected(Stage.STORM, reason(family), open.get());
    }
    // several would race for it, and all but one lose
    if (!beingOpened.add(family)) {
      return new Muted(Stage.STORM, reason(family), null, situation.now().plus(WHILE_OPENED));
    }
    Undo.atEnd(() -> beingOpened.remove(family));
    return new Gathered(Stage.STORM, reason(family), key(family), "Storm on " + family + ": " + more());
  }

  /** The key of the major incident of that service's family, while a storm goes on there. */
  Optional<String> key(ServiceName service, Instant now) {
    String family = family(service);
    Rate rate = rates.get(family);
    return rate != null && rate.isAbove(settings.incidents(), now.minus(settings.within()))
        ? Optional.of(key(family))
        : Optional.empty();
  }

  private String reason(String family) {
    return "collected in a storm: " + more() + " on " + family;
  }

  private String more() {
    return "more than %d incidents in %s".formatted(settings.incidents(), words(settings.within()));
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

  /** The latest moments at which incidents were asked for: more than make a storm, because some may be taken back. */
  private static final class Rate {

    private static final int SPARE = 1000;

    private final Deque<Instant> latest = new ArrayDeque<>();

    synchronized boolean isAbove(int limit, Instant since) {
      Iterator<Instant> newestFirst = latest.descendingIterator();
      for (int i = 1; i < limit && newestFirst.hasNext(); i++) {
        newestFirst.next();
      }
      return newestFirst.hasNext() && !newestFirst.next().isBefore(since);
    }

    synchronized void count(Instant now, int limit) {
      latest.addLast(now);
      while (latest.size() > limit + SPARE) {
        latest.removeFirst();
      }
    }

    synchronized void discount(Instant moment) {
      latest.removeLastOccurrence(moment);
    }
  }
}
