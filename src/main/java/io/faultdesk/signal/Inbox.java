package io.faultdesk.signal;

import io.faultdesk.shared.Digest;
import io.faultdesk.signal.AlertGroups.Member;
import io.faultdesk.signal.AlertReading.Group;
import io.faultdesk.signal.AlertReading.Item;
import io.faultdesk.signal.Parcels.Entry;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Where alerts arrive: what comes at the same time is stored by one commit, what came before is left out, and what a message says
 * about a whole group is said of each member.
 */
@Component
class Inbox implements AutoCloseable {

  private final Parcels parcels;
  private final GroupCommit<Arrival> commits;
  private final SeenEvents seen;
  private final AlertGroups groups;
  private final ApplicationEventPublisher events;
  private final Backlog backlog;
  private final Clock clock;

  Inbox(
      Parcels parcels,
      PlatformTransactionManager transactions,
      SeenEvents seen,
      AlertGroups groups,
      ApplicationEventPublisher events,
      Backlog backlog,
      Clock clock) {
    this.parcels = parcels;
    this.commits = new GroupCommit<>(new TransactionTemplate(transactions), this::insert);
    this.seen = seen;
    this.groups = groups;
    this.events = events;
    this.backlog = backlog;
    this.clock = clock;
  }

  /**
   * Stores the good alerts of that reading, all or none.
   *
   * @param sender whose groups are its own, whatever others call theirs
   * @throws IntakeBusy where too many wait already
   */
  void store(AlertReading reading, String sender) {
    Group group = reading.group();
    if (reading.alerts().isEmpty() && (group == null || group.unnamed() == null)) {
      return;
    }
    backlog.requireRoom();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    List<Entry> entries = reading.alerts().stream().map(item -> Entry.of(item, now)).toList();
    int stored =
        commits.store(new Arrival(entries, group, group == null ? "" : Digest.of(sender, group.key()), now));
    if (stored > 0) {
      backlog.grew(stored);
      events.publishEvent(new AlertsReceived(stored));
    }
  }

  /** Writes what several requests bring; single alerts that come at the same time share a parcel like those of one message. */
  private List<Integer> insert(List<Arrival> together) {
    List<Entry> all = new ArrayList<>();
    List<Integer> counts = new ArrayList<>();
    for (Arrival arrival : together) {
      List<Entry> entries = entries(arrival);
      counts.add(entries.size());
      all.addAll(entries);
    }
    parcels.put(all, together.getFirst().at());
    return counts;
  }

  private List<Entry> entries(Arrival arrival) {
    List<Entry> entries = new ArrayList<>(seen.unseen(arrival.entries(), entry -> entry.item().key()));
    if (arrival.group() != null) {
      Map<String, Member> named = said(arrival.groupKey(), entries);
      entries.addAll(unnamed(arrival, arrival.group().unnamed(), named.keySet()));
    }
    return entries;
  }

  /** What the message says about those members of its group that it does not name. */
  private List<Entry> unnamed(Arrival arrival, @Nullable Function<Alert, Item> saying, Set<String> named) {
    if (saying == null) {
      return List.of();
    }
    List<Entry> unnamed =
        groups.firing(arrival.groupKey()).stream()
            .filter(alert -> !named.contains(alert.identity()))
            .map(alert -> Entry.of(saying.apply(alert), arrival.at()))
            .toList();
    said(arrival.groupKey(), unnamed);
    return unnamed;
  }

  private Map<String, Member> said(String group, List<Entry> entries) {
    Map<String, Member> last = new LinkedHashMap<>();
    entries.forEach(entry -> last.put(entry.member().alert().identity(), entry.member()));
    groups.said(group, last.values());
    return last;
  }

  @Override
  public void close() {
    commits.close();
  }

  /** What one request brings, ready to be written. */
  private record Arrival(List<Entry> entries, @Nullable Group group, String groupKey, Instant at) {}
}
