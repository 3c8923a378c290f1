package io.faultdesk.prediction;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Looks at the folder with the models and scores the services, again and again. */
@Component
class ForecastWatch {

  private static final Logger log = LoggerFactory.getLogger(ForecastWatch.class);
  private static final Duration PRUNE_EVERY = Duration.ofHours(1);

  private final ModelStore store;
  private final FaultForecast forecast;
  private final Alarms alarms;
  private final Clock clock;
  private Instant prunedAt = Instant.MIN;

  ForecastWatch(ModelStore store, FaultForecast forecast, Alarms alarms, Clock clock) {
    this.store = store;
    this.forecast = forecast;
    this.alarms = alarms;
    this.clock = clock;
  }

  @Scheduled(
      fixedDelayString = "${faultdesk.prediction.look:2s}",
      initialDelayString = "${faultdesk.prediction.look:2s}")
  void lookAtModels() {
    try {
      store.look();
    } catch (RuntimeException e) {
      log.error("The models cannot be looked at, they stay as they were: {}", e.toString());
    }
  }

  @Scheduled(
      fixedDelayString = "${faultdesk.prediction.every:10s}",
      initialDelayString = "${faultdesk.prediction.every:10s}")
  void score() {
    try {
      forecast.look();
      prune();
    } catch (RuntimeException e) {
      log.error("Services cannot be scored, it is tried again: {}", e.toString());
    }
  }

  private void prune() {
    Instant now = clock.instant();
    if (!now.isBefore(prunedAt.plus(PRUNE_EVERY))) {
      alarms.prune(now);
      prunedAt = now;
    }
  }
}
