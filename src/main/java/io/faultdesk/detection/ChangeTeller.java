package io.faultdesk.detection;

import static java.util.stream.Collectors.joining;

import io.faultdesk.incident.IncidentDesk;
import io.faultdesk.incident.IncidentOpened;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.signal.Change;
import io.faultdesk.signal.ChangesReceived;
import io.faultdesk.signal.SignalIntake;
import io.faultdesk.signal.StoredChange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Brings the changes of a service to its incidents: to those that are open when a change comes, and those told before to one
 * that opens later. Telling and remembering that it was told is one transaction, so each change is on a timeline once.
 */
@Component
class ChangeTeller {

  /** An incident that is just being opened is there to be seen after that time, and has looked before it for what was told. */
  private static final Duration SETTLED = Duration.ofSeconds(1);

  private static final int AT_ONCE = 100;

  /** On one timeline, of those before its opening the newest. */
  private static final int MAX_BEFORE = 20;

  private final SignalIntake intake;
  private final IncidentDesk desk;
  private final TransactionTemplate transaction;
  private final DetectionSettings settings;
  private final Clock clock;

  /** At the start there may be some that the last run was not able to tell. */
  private final AtomicBoolean waiting = new AtomicBoolean(true);

  ChangeTeller(
      SignalIntake intake,
      IncidentDesk desk,
      PlatformTransactionManager transactions,
      DetectionSettings settings,
      Clock clock) {
    this.intake = intake;
    this.desk = desk;
    this.transaction = new TransactionTemplate(transactions);
    this.settings = settings;
    this.clock = clock;
  }

  @EventListener
  void on(ChangesReceived received) {
    waiting.set(true);
  }

  @Scheduled(fixedDelayString = "PT1S")
  void tell() {
    if (!waiting.getAndSet(false)) {
      return;
    }
    boolean done = false;
    try {
      done = tellSettled();
    } finally {
      if (!done) {
        waiting.set(true);
      }
    }
  }

  /** Whether nothing is left to be told. */
  private boolean tellSettled() {
    List<StoredChange> settled;
    do {
      settled = intake.untoldChanges(clock.instant().minus(SETTLED), AT_ONCE);
      settled.forEach(change -> transaction.executeWithoutResult(status -> tell(change)));
    } while (settled.size() == AT_ONCE);
    return intake.untoldChanges(Instant.ofEpochMilli(Long.MAX_VALUE), 1).isEmpty();
  }

  private void tell(StoredChange stored) {
    Change change = stored.change();
    intake.told(stored, clock.instant());
    desk.changed(
        change.service(), change.source(), text(change), change.at(), change.at().plus(settings.changesBefore()));
  }

  /** As late as can be, so that next to nothing is told between this look and the commit. */
  @TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
  void on(IncidentOpened incident) {
    if (incident.service() == null) {
      return;
    }
    Instant since = incident.openedAt().minus(settings.changesBefore());
    intake
        .toldChanges(ServiceName.of(incident.service()), since, MAX_BEFORE)
        .forEach(stored -> {
          Change change = stored.change();
          desk.changedBefore(incident.number(), change.source(), text(change), change.at());
        });
  }

  /** The summary and below it what else is known, a line for each. */
  private static String text(Change change) {
    Stream<String> details = change.details().entrySet().stream().map(each -> each.getKey() + ": " + each.getValue());
    Stream<String> links =
        change.links().stream().map(link -> link.text() == null ? link.href() : link.text() + ": " + link.href());
    return Stream.of(Stream.of(change.summary()), details, links).flatMap(each -> each).collect(joining("\n"));
  }
}
