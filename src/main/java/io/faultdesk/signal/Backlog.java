package io.faultdesk.signal;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * How many alerts wait in the inbox and for how long: counted in memory, and put right from the table every minute, because
 * counting for each request would cost more than storing.
 */
@Component
class Backlog {

  private final JdbcClient jdbc;
  private final Clock clock;
  private final int max;
  private final AtomicLong size = new AtomicLong();
  private volatile long oldest = Long.MAX_VALUE;

  Backlog(JdbcClient jdbc, Clock clock, SignalSettings settings, MeterRegistry meters) {
    this.jdbc = jdbc;
    this.clock = clock;
    max = settings.maxBacklog();
    Gauge.builder("faultdesk.signal.backlog", size::get)
        .description("alerts that wait in the inbox")
        .register(meters);
    Gauge.builder("faultdesk.signal.backlog.age", this::ageSeconds)
        .baseUnit("seconds")
        .description("how long the oldest of them waits")
        .register(meters);
  }

  void requireRoom() {
    if (size.get() >= max) {
      throw new IntakeBusy(size.get() + " alerts wait to be looked at, try again later");
    }
  }

  void grew(int by) {
    size.addAndGet(by);
    if (oldest == Long.MAX_VALUE) {
      oldest = clock.millis();
    }
  }

  void shrinksOnCommit(int by) {
    if (!TransactionSynchronizationManager.isSynchronizationActive()) {
      size.addAndGet(-by);
      return;
    }
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            size.addAndGet(-by);
          }
        });
  }

  @Scheduled(fixedDelayString = "PT1M")
  void count() {
    long stored =
        jdbc.sql("SELECT COALESCE(SUM(size), 0) FROM alert_inbox").query(Long.class).single();
    int taken =
        jdbc.sql("SELECT places FROM alert_taken").query(Long.class).list().stream().mapToInt(Long::bitCount).sum();
    size.set(stored - taken);
    findOldest();
  }

  @Scheduled(fixedDelayString = "PT5S")
  void findOldest() {
    oldest =
        jdbc.sql("SELECT received_at FROM alert_inbox ORDER BY id LIMIT 1")
            .query(Long.class)
            .optional()
            .orElse(Long.MAX_VALUE);
  }

  double ageSeconds() {
    return Math.max(0, (clock.millis() - oldest) / 1000.0);
  }
}
