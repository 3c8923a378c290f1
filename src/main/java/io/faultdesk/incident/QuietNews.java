package io.faultdesk.incident;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Tells people in time what the quiet stages have to tell of later: groups that have grown, findings that flap no more. */
@Component
class QuietNews {

  private static final Logger log = LoggerFactory.getLogger(QuietNews.class);

  private static final int PORTION = 500;

  private final Grouping grouping;
  private final Inhibition inhibition;
  private final Flapping flapping;
  private final TransactionTemplate transaction;
  private final Clock clock;

  QuietNews(
      Grouping grouping,
      Inhibition inhibition,
      Flapping flapping,
      PlatformTransactionManager transactions,
      Clock clock) {
    this.grouping = grouping;
    this.inhibition = inhibition;
    this.flapping = flapping;
    this.transaction = new TransactionTemplate(transactions);
    this.clock = clock;
  }

  @Scheduled(fixedDelayString = "PT1S")
  void tellOfGroups() {
    Instant now = clock.instant();
    each(grouping.due(now, PORTION), incident -> grouping.review(incident, now));
  }

  @Scheduled(fixedDelayString = "PT1S")
  void tellOfFlapping() {
    Instant now = clock.instant();
    each(flapping.due(now, PORTION), digest -> flapping.review(digest, now));
  }

  /** A judgment and the end of its cause may pass each other; nothing is to stay quiet for that. */
  @Scheduled(fixedDelayString = "PT10S")
  void lookForEndedCauses() {
    transaction.executeWithoutResult(status -> {
      inhibition.review(clock.instant());
      flapping.reviewMuted(clock.instant());
    });
  }

  /** One that fails must not hold up the others. */
  private <T> void each(List<T> due, Consumer<T> work) {
    for (T one : due) {
      try {
        transaction.executeWithoutResult(status -> work.accept(one));
      } catch (RuntimeException e) {
        log.warn("What was due to be told of {} could not be told, it is tried again", one, e);
      }
    }
  }
}
