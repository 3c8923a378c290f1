package io.faultdesk.incident;

import java.time.Clock;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Tells people in time what the quiet stages have to tell of later: groups that have grown, findings that flap no more. */
@Component
class QuietNews {

  private final Grouping grouping;
  private final Flapping flapping;
  private final TransactionTemplate transaction;
  private final Clock clock;

  QuietNews(Grouping grouping, Flapping flapping, PlatformTransactionManager transactions, Clock clock) {
    this.grouping = grouping;
    this.flapping = flapping;
    this.transaction = new TransactionTemplate(transactions);
    this.clock = clock;
  }

  @Scheduled(fixedDelayString = "PT1S")
  void tellOfGroups() {
    transaction.executeWithoutResult(status -> grouping.review(clock.instant()));
  }

  @Scheduled(fixedDelayString = "PT1S")
  void tellOfFlapping() {
    transaction.executeWithoutResult(status -> flapping.review(clock.instant()));
  }
}
