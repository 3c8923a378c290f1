package io.faultdesk.incident;

import io.faultdesk.incident.Suppression.Muted;
import io.faultdesk.incident.Suppression.Stage;
import io.faultdesk.shared.TimeRange;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps findings quiet that are expected because somebody works on their service. The windows are held in memory, so that no
 * finding costs a query, and read again every few seconds, because other nodes have them changed too.
 */
@Component
class Maintenance implements SuppressionStage, SmartInitializingSingleton {

  /** What the causes of this stage begin with; the id of the window follows. */
  static final String CAUSE = "window:";

  private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm VV", Locale.ROOT);

  private final MaintenanceWindows windows;
  private final MutedFindings muted;
  private final TransactionTemplate transaction;
  private final Clock clock;
  private final ConcurrentMap<Long, InForce> inForce = new ConcurrentHashMap<>();

  Maintenance(
      MaintenanceWindows windows, MutedFindings muted, PlatformTransactionManager transactions, Clock clock) {
    this.windows = windows;
    this.muted = muted;
    this.transaction = new TransactionTemplate(transactions);
    this.clock = clock;
  }

  @Override
  public Optional<Suppression> suppress(NewFinding finding, Situation situation) {
    Instant now = situation.now();
    return inForce.values().stream()
        .filter(one -> one.plan().covers(finding))
        .flatMap(one -> one.at(now).map(range -> new Open(one, range)).stream())
        .max(Comparator.comparing(open -> open.range().to()))
        .map(open -> open.one().muted(finding, open.range()));
  }

  /** Takes the change of that window over once it is committed. */
  void follow(MaintenanceWindow changed) {
    InForce next = changed.isApproved() ? InForce.of(changed) : null;
    long id = changed.id();
    TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
      @Override
      public void afterCommit() {
        if (next == null) {
          inForce.remove(id);
        } else {
          inForce.put(id, next);
        }
      }
    });
  }

  @Override
  public void afterSingletonsInstantiated() {
    look();
  }

  /**
   * Takes over what has changed, and has judged again what a window keeps quiet that does so no more: who judges while a window
   * is called off may have seen it still.
   */
  @Scheduled(initialDelayString = "PT5S", fixedDelayString = "PT5S")
  synchronized void look() {
    transaction.executeWithoutResult(status -> {
      Instant now = clock.instant();
      Map<Long, MaintenanceWindow> stored = new HashMap<>();
      windows.inForce(now).forEach(one -> stored.put(one.id(), one));
      inForce.keySet().retainAll(stored.keySet());
      stored.forEach((id, one) -> inForce.compute(id, (same, known) -> InForce.of(one, known)));
      muted.openCauses(CAUSE).stream()
          .filter(cause -> !isOpen(cause, now))
          .forEach(cause -> muted.causeEnded(cause, now));
    });
  }

  private boolean isOpen(String cause, Instant now) {
    InForce one = inForce.get(Long.valueOf(cause.substring(CAUSE.length())));
    return one != null && one.at(now).isPresent();
  }

  static String cause(MaintenanceWindow of) {
    return CAUSE + of.id();
  }

  private record Open(InForce one, TimeRange range) {}

  /** A window that counts, and when it is open next. */
  private static final class InForce {

    private static final TimeRange NEVER = new TimeRange(Instant.MAX, Instant.MAX);

    private final long id;
    private final int revision;
    private final String owner;
    private final MaintenancePlan plan;
    private volatile @Nullable TimeRange next;

    private InForce(long id, int revision, String owner, MaintenancePlan plan) {
      this.id = id;
      this.revision = revision;
      this.owner = owner;
      this.plan = plan;
    }

    static InForce of(MaintenanceWindow stored) {
      return new InForce(stored.id(), stored.revision(), stored.owner(), stored.plan());
    }

    /** What is known of it already, unless it has changed. */
    static InForce of(MaintenanceWindow stored, @Nullable InForce known) {
      return known != null && known.revision == stored.revision() ? known : of(stored);
    }

    MaintenancePlan plan() {
      return plan;
    }

    /** Counts the rule out once per occurrence, not once per finding. */
    Optional<TimeRange> at(Instant now) {
      TimeRange known = next;
      if (known == null || !now.isBefore(known.to())) {
        known = plan.schedule().endingAfter(now, 1).stream().findFirst().orElse(NEVER);
        next = known;
      }
      return known.from().isAfter(now) ? Optional.empty() : Optional.of(known);
    }

    Muted muted(NewFinding finding, TimeRange open) {
      ZoneId zone = plan.schedule().zone();
      String reason = "maintenance of " + finding.service().value() + " until " + LOCAL.format(open.to().atZone(zone))
          + ": " + plan.title() + " (" + owner + ")";
      return new Muted(Stage.MAINTENANCE, reason, CAUSE + id, open.to());
    }
  }
}
