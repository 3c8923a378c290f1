package io.faultdesk.incident;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Judges muted findings again once what kept them quiet has ended, so that nothing stays quiet for ever. */
@Component
class MutedRelease {

  private static final Logger log = LoggerFactory.getLogger(MutedRelease.class);

  private static final int PORTION = 50;
  private static final int PORTIONS_AT_ONCE = 20;
  private static final int PRUNED_AT_ONCE = 500;
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);
  private static final Duration PRUNED_EVERY = Duration.ofMinutes(1);

  private final MutedFindings muted;
  private final Triage triage;
  private final IncidentSettings settings;
  private final TransactionTemplate transaction;
  private final Clock clock;
  private Instant prunedAt = Instant.EPOCH;

  MutedRelease(
      MutedFindings muted,
      Triage triage,
      IncidentSettings settings,
      PlatformTransactionManager transactions,
      Clock clock) {
    this.muted = muted;
    this.triage = triage;
    this.settings = settings;
    this.transaction = new TransactionTemplate(transactions);
    this.clock = clock;
  }

  /** The settings may be others than before the start. */
  @EventListener(ApplicationReadyEvent.class)
  void judgeAllAgain() {
    transaction.executeWithoutResult(status -> muted.judgeAllAgain(clock.instant()));
  }

  @Scheduled(fixedDelayString = "PT1S")
  synchronized void release() {
    List<Long> due;
    int portions = 0;
    do {
      due = muted.due(clock.instant(), PORTION);
      release(due);
      portions++;
    } while (due.size() == PORTION && portions < PORTIONS_AT_ONCE);
    prune();
  }

  private void release(List<Long> due) {
    if (due.isEmpty()) {
      return;
    }
    try {
      transaction.executeWithoutResult(status -> due.forEach(triage::judgeAgain));
    } catch (RuntimeException together) {
      due.forEach(this::releaseAlone);
    }
  }

  /** One that fails must not hold up the others. */
  private void releaseAlone(long id) {
    try {
      LostRaces.repeat(() -> transaction.execute(status -> {
        triage.judgeAgain(id);
        return id;
      }));
    } catch (RuntimeException e) {
      log.warn("A muted finding could not be judged again, it is tried later", e);
      transaction.executeWithoutResult(
          status -> muted.hold(id).ifPresent(finding -> finding.postpone(clock.instant().plus(AFTER_FAILURE))));
    }
  }

  private void prune() {
    Instant now = clock.instant();
    if (now.isBefore(prunedAt.plus(PRUNED_EVERY))) {
      return;
    }
    prunedAt = now;
    Instant age = now.minus(settings.quiet().keepMuted());
    Integer pruned;
    do {
      pruned = transaction.execute(status -> muted.prune(age, PRUNED_AT_ONCE));
    } while (pruned != null && pruned == PRUNED_AT_ONCE);
  }
}
