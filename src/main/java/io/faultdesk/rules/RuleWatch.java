package io.faultdesk.rules;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Looks at the rule folder and after the judgments every few seconds; the application is not up before there are rules. */
@Component
class RuleWatch implements SmartInitializingSingleton {

  private static final Logger log = LoggerFactory.getLogger(RuleWatch.class);

  private final RuleBook book;

  RuleWatch(RuleBook book) {
    this.book = book;
  }

  @Override
  public void afterSingletonsInstantiated() {
    book.ready();
  }

  @Scheduled(
      fixedDelayString = "${faultdesk.rules.look:2s}",
      initialDelayString = "${faultdesk.rules.look:2s}")
  void look() {
    book.judging().tell();
    try {
      book.look();
    } catch (RuntimeException e) {
      log.error("The rule folder cannot be read, the rules stay as they were: {}", e.toString());
    }
  }
}
