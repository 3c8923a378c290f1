package io.faultdesk.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Remembers at most so many answers for so long; the least recently asked for goes first. */
final class ExpiringCache<K, V> {

  private final Clock clock;
  private final Duration lifetime;
  private final Map<K, Kept<V>> entries;
  private long generation;

  ExpiringCache(Clock clock, Duration lifetime, int capacity) {
    this.clock = clock;
    this.lifetime = lifetime;
    this.entries =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<K, Kept<V>> eldest) {
            return size() > capacity;
          }
        };
  }

  /** The answer remembered for the key, else the one the source gives; only a found one is remembered. */
  Optional<V> get(K key, Supplier<Optional<V>> source) {
    long asked;
    synchronized (this) {
      Kept<V> kept = entries.get(key);
      if (kept != null && clock.instant().isBefore(kept.until())) {
        return Optional.of(kept.value());
      }
      asked = generation;
    }
    Optional<V> found = source.get();
    found.ifPresent(value -> keep(key, value, asked));
    return found;
  }

  /** Forgets everything, also what is being looked up at this moment. */
  synchronized void clear() {
    generation++;
    entries.clear();
  }

  private synchronized void keep(K key, V value, long asked) {
    if (asked == generation) {
      entries.put(key, new Kept<>(value, clock.instant().plus(lifetime)));
    }
  }

  private record Kept<V>(V value, Instant until) {}
}
