package io.faultdesk.detection;

import io.faultdesk.rules.BrokenRules;
import io.faultdesk.rules.RuleBook;
import io.faultdesk.rules.RuleFiles;
import io.faultdesk.rules.RuleSet;
import io.faultdesk.rules.Turns;
import io.faultdesk.rules.Turns.Turn;
import io.faultdesk.shared.TimeRange;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** Takes replays, lets one after the other run on half of the processors, and keeps the last few results. */
@Component
class ReplayDesk implements DisposableBean {

  /** How many may run or wait. */
  static final int MOST_AT_ONCE = 3;

  /** How many are kept, those that run or wait included. */
  static final int KEPT = 10;

  private static final Logger log = LoggerFactory.getLogger(ReplayDesk.class);

  private final Replay replay;
  private final RuleBook rules;
  private final Turns turns;
  private final Clock clock;
  private final Map<String, ReplayRun> runs = new LinkedHashMap<>();
  private final ExecutorService runner =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("replay").daemon().factory());

  ReplayDesk(Replay replay, RuleBook rules, Turns turns, Clock clock) {
    this.replay = replay;
    this.rules = rules;
    this.turns = turns;
    this.clock = clock;
  }

  /** Takes a replay; nothing where too many wait already. {@link BrokenRules} names the faults of its candidate. */
  Optional<ReplayRun> take(ReplayRequest request) throws BrokenRules {
    RuleFiles candidate = request.candidate();
    if (full()) {
      return Optional.empty();
    }
    if (candidate != null) {
      try (Turn turn = turns.take()) {
        RuleSet.of(candidate).close();
      }
    }
    return enter(request.range(clock.instant()), candidate);
  }

  synchronized Optional<ReplayRun> find(String id) {
    return Optional.ofNullable(runs.get(id));
  }

  /** Gives up what runs or waits. */
  @Override
  public void destroy() {
    runner.shutdownNow();
    synchronized (this) {
      runs.values().forEach(run -> run.progress().stop());
    }
    runner.close();
  }

  private synchronized boolean full() {
    return runs.values().stream().filter(run -> !run.over()).count() >= MOST_AT_ONCE;
  }

  private synchronized Optional<ReplayRun> enter(TimeRange range, @Nullable RuleFiles candidate) {
    if (full()) {
      return Optional.empty();
    }
    ReplayRun run = new ReplayRun(UUID.randomUUID().toString());
    runs.values().stream().filter(ReplayRun::over).findFirst()
        .filter(oldest -> runs.size() >= KEPT)
        .ifPresent(oldest -> runs.remove(oldest.id()));
    runs.put(run.id(), run);
    runner.execute(() -> run(run, range, candidate));
    return Optional.of(run);
  }

  private void run(ReplayRun run, TimeRange range, @Nullable RuleFiles candidate) {
    try {
      int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
      run.done(replay.run(range, rules.files(), candidate, threads, run.progress()));
    } catch (CancellationException stopped) {
      run.failed("It was stopped.");
    } catch (BrokenRules broken) {
      run.failed(broken.faults().getFirst().toString());
    } catch (Throwable failure) { // the outermost edge: the next one must be able to run
      log.warn("A replay of {} to {} failed", range.from(), range.to(), failure);
      run.failed("It failed; the server's log says more.");
    }
  }
}
