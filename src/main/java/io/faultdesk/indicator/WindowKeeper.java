package io.faultdesk.indicator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Brings the windows back before the HTTP port opens, stores every few seconds what is new in them, and deletes what is too
 * old. It has a thread of its own, so that no other work can make samples wait longer than promised.
 */
@Component
class WindowKeeper implements SmartInitializingSingleton, SmartLifecycle {

  private static final long MINUTE = 60_000;
  private static final Logger log = LoggerFactory.getLogger(WindowKeeper.class);

  private final IndicatorBoard board;
  private final StoredMinutes stored;
  private final IndicatorSettings settings;
  private final Clock clock;
  private @Nullable ScheduledExecutorService thread;
  private long rounds = 1;
  private volatile Instant storedAt;

  WindowKeeper(IndicatorBoard board, StoredMinutes stored, IndicatorSettings settings, Clock clock) {
    this.board = board;
    this.stored = stored;
    this.settings = settings;
    this.clock = clock;
    this.storedAt = clock.instant();
  }

  @Override
  public void afterSingletonsInstantiated() {
    restore();
  }

  @Override
  public synchronized void start() {
    ScheduledExecutorService started =
        Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("window-keeper").daemon().factory());
    long every = settings.storeEvery().toMillis();
    var unused = started.scheduleAtFixedRate(this::keep, every, every, TimeUnit.MILLISECONDS);
    thread = started;
  }

  /** Comes after the HTTP port is closed, so that nothing taken is left unstored. */
  @Override
  public synchronized void stop() {
    if (thread != null) {
      thread.close();
      thread = null;
      quietly(this::store);
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return thread != null;
  }

  @Override
  public int getPhase() {
    return 0;
  }

  /** How long ago everything new was stored, in seconds; what came since would not survive a crash. */
  double secondsSinceStored() {
    return Duration.between(storedAt, clock.instant()).toMillis() / 1000.0;
  }

  /** Stores all minutes that changed since the last time, in one transaction. */
  void store() {
    Instant begun = clock.instant();
    List<SeriesMinute> minutes = new ArrayList<>();
    boolean done = false;
    try {
      board.forEach(
          (key, windows) -> windows.drainChanges().forEach(minute -> minutes.add(new SeriesMinute(key, minute))));
      if (!minutes.isEmpty()) {
        stored.write(minutes);
      }
      storedAt = begun;
      done = true;
    } finally {
      if (!done) {
        minutes.forEach(
            each -> board.with(each.key(), windows -> windows.notStored(each.minute())));
      }
    }
  }

  /** Forgets silent indicators and deletes the samples that neither a window nor a replay needs. */
  void deleteSamples() {
    Instant now = clock.instant();
    board.forgetSilentSince(now.minus(settings.forgetAfter()));
    Map<SeriesKey, Long> needed = new HashMap<>();
    board.forEach((key, windows) -> needed.put(key, windows.neededFrom()));
    stored.deleteSamples(now.minus(settings.keepSamples()).toEpochMilli(), needed);
  }

  /** Deletes the figures of minutes beyond their time. */
  void deleteHistory() {
    stored.deleteHistory(clock.instant().minus(settings.keepHistory()));
  }

  private void restore() {
    long now = clock.millis();
    stored.open();
    Map<String, Integer> faults = new HashMap<>();
    stored.read(
        key -> board.neededSince(key, now),
        now - settings.forgetAfter().toMillis() - MINUTE,
        (key, minute) -> {
          String fault = minute.fault();
          if (fault == null) {
            board.with(key, windows -> windows.restore(minute));
          } else {
            faults.merge(fault, 1, Integer::sum);
            board.with(key, windows -> windows.unreadable(minute.minute()));
          }
        });
    board.forEach((key, windows) -> windows.restored(now));
    faults.forEach((fault, count) -> log.warn("{} minutes of samples were not restored: {}", count, fault));
    log.info("Restored the windows of {} indicators", board.seriesCount());
    deleteSamples();
  }

  private void keep() {
    quietly(this::store);
    if (rounds % roundsIn(MINUTE) == 0) {
      quietly(this::deleteSamples);
    }
    if (rounds % roundsIn(60 * MINUTE) == 0) {
      quietly(this::deleteHistory);
    }
    rounds++;
  }

  private long roundsIn(long millis) {
    return Math.max(1, millis / settings.storeEvery().toMillis());
  }

  /** The outermost edge: nothing may end the keeping, neither a database that is away nor memory that is short. */
  private static void quietly(Runnable work) {
    try {
      work.run();
    } catch (Throwable failure) {
      log.warn("The windows could not be kept just now; it will be tried again", failure);
    }
  }
}
