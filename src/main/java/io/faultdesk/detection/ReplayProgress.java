package io.faultdesk.detection;

import io.faultdesk.shared.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** How far a replay has come, told by those who work on it and asked by those who wait. Thread-safe. */
final class ReplayProgress {

  private final LongAdder millis = new LongAdder();
  private volatile @Nullable TimeRange range;
  private volatile long total = 1;
  private volatile boolean stopped;

  /** So many services have to be gone through. */
  void expect(int services, TimeRange time) {
    range = time;
    total = Math.max(1, services * Duration.between(time.from(), time.to()).toMillis());
  }

  /** From 0 to 1. */
  double share() {
    return Math.min(1, millis.sum() / (double) total);
  }

  /** Lets everyone who still works on it give up. */
  void stop() {
    stopped = true;
  }

  Part part() {
    return new Part();
  }

  /** The progress of one service, told by one thread. */
  final class Part {

    private @Nullable Instant at;

    void reached(Instant time) {
      if (stopped) {
        throw new CancellationException("the replay was stopped");
      }
      TimeRange all = range;
      if (all == null || time.isBefore(all.from())) {
        return;
      }
      Instant before = at == null ? all.from() : at;
      if (Duration.between(before, time).compareTo(Duration.ofMinutes(1)) >= 0) {
        millis.add(Duration.between(before, time).toMillis());
        at = time;
      }
    }

    void done() {
      TimeRange all = range;
      if (all != null) {
        millis.add(Duration.between(at == null ? all.from() : at, all.to()).toMillis());
        at = all.to();
      }
    }
  }
}
