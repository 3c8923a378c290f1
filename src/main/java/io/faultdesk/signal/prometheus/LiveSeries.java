package io.faultdesk.signal.prometheus;

import io.faultdesk.shared.ServiceName;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Which series feed each indicator just now, so that an indicator ends with the last of them and not with the first: when one of
 * two instances goes away, what the other says still holds. A series of which nothing was heard for five minutes, Prometheus' own
 * measure, does not feed any more.
 */
final class LiveSeries {

  private static final long SILENCE = Duration.ofMinutes(5).toMillis();

  /** Beyond that many, further series are not kept in mind, and where they end is passed over. */
  private static final int MAX_SERIES = 100_000;

  private final Clock clock;
  private final Map<Fed, Map<Long, Long>> heardAt = new HashMap<>();
  private int series;
  private long sweptAt;

  LiveSeries(Clock clock) {
    this.clock = clock;
  }

  /** The indicator that is fed. */
  private record Fed(ServiceName service, String indicator) {}

  /** A sample of that series has come. */
  synchronized void heard(ServiceName service, String indicator, Map<String, String> labels) {
    long now = clock.millis();
    if (now - sweptAt >= SILENCE) {
      sweep(now);
    }
    Fed fed = new Fed(service, indicator);
    long key = key(labels);
    Map<Long, Long> feeding = heardAt.get(fed);
    boolean known = feeding != null && feeding.replace(key, now) != null;
    if (!known && series < MAX_SERIES) {
      heardAt.computeIfAbsent(fed, first -> new HashMap<>()).put(key, now);
      series++;
    }
  }

  /** That series has ended; whether no other feeds the indicator. */
  synchronized boolean lastEnded(ServiceName service, String indicator, Map<String, String> labels) {
    Map<Long, Long> feeding = heardAt.get(new Fed(service, indicator));
    if (feeding == null) {
      return series < MAX_SERIES;
    }
    if (feeding.remove(key(labels)) != null) {
      series--;
    }
    long now = clock.millis();
    return feeding.values().stream().noneMatch(heard -> now - heard < SILENCE);
  }

  /**
   * Tells sets of labels apart, whatever their order. A map's own hash would not: it is the same when two labels exchange their values.
   * Each pair is mixed as in Stafford's variant 13 of MurmurHash3, which java.util.SplittableRandom uses.
   */
  private static long key(Map<String, String> labels) {
    long sum = 0;
    for (Map.Entry<String, String> label : labels.entrySet()) {
      long pair = (long) label.getKey().hashCode() << 32 | label.getValue().hashCode() & 0xffffffffL;
      pair = (pair ^ pair >>> 30) * 0xbf58476d1ce4e5b9L;
      pair = (pair ^ pair >>> 27) * 0x94d049bb133111ebL;
      sum += pair ^ pair >>> 31;
    }
    return sum;
  }

  private void sweep(long now) {
    heardAt.values().forEach(feeding -> feeding.values().removeIf(heard -> now - heard >= SILENCE));
    heardAt.values().removeIf(Map::isEmpty);
    series = heardAt.values().stream().mapToInt(Map::size).sum();
    sweptAt = now;
  }
}
