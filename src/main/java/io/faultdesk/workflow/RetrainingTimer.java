package io.faultdesk.workflow;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Begins the retraining of the fault model when it is time, where that is set. */
@Component
class RetrainingTimer {

  private static final Logger log = LoggerFactory.getLogger(RetrainingTimer.class);

  private final RetrainingFlow flow;

  RetrainingTimer(RetrainingFlow flow) {
    this.flow = flow;
  }

  @Scheduled(cron = "${faultdesk.retraining.at:-}")
  void begin() {
    try {
      if (flow.start(AsEngine.SYSTEM).isEmpty()) {
        log.info("The fault model is not trained anew: the last challenger is not decided on yet");
      }
    } catch (RuntimeException e) {
      log.error("The retraining of the fault model cannot begin, it is tried again when it is time", e);
    }
  }
}
