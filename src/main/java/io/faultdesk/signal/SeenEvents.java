package io.faultdesk.signal;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Which events were taken, by the digest under which their senders name them, so that one that comes again has no effect, also
 * after a restart. They are remembered for a while only.
 */
@Component
class SeenEvents {

  private static final int ASKED_AT_ONCE = 1000;

  private final JdbcTemplate batches;
  private final JdbcClient jdbc;
  private final Clock clock;
  private final SignalSettings settings;

  SeenEvents(JdbcTemplate batches, JdbcClient jdbc, Clock clock, SignalSettings settings) {
    this.batches = batches;
    this.jdbc = jdbc;
    this.clock = clock;
    this.settings = settings;
  }

  /**
   * Those that were not taken before, in their order, of several with one key the first; from now on they count as taken. What
   * has no key is always new. Needs the caller's transaction, in which they take effect.
   */
  <T> List<T> unseen(List<T> brought, Function<T, @Nullable String> key) {
    Map<String, T> byKey = new LinkedHashMap<>();
    List<T> unseen = new ArrayList<>();
    for (T one : brought) {
      String named = key.apply(one);
      if (named == null || byKey.putIfAbsent(named, one) == null) {
        unseen.add(one);
      }
    }
    if (byKey.isEmpty()) {
      return unseen;
    }
    Set<String> seen = seen(byKey.keySet());
    unseen.removeIf(one -> {
      String named = key.apply(one);
      return named != null && seen.contains(named);
    });
    remember(byKey.keySet().stream().filter(named -> !seen.contains(named)).toList());
    return unseen;
  }

  private Set<String> seen(Collection<String> keys) {
    List<String> all = List.copyOf(keys);
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < all.size(); i += ASKED_AT_ONCE) {
      seen.addAll(
          jdbc.sql("SELECT digest FROM seen_event WHERE digest IN (:digests)")
              .param("digests", all.subList(i, Math.min(all.size(), i + ASKED_AT_ONCE)))
              .query(String.class)
              .list());
    }
    return seen;
  }

  private void remember(List<String> keys) {
    long now = clock.millis();
    batches.batchUpdate(
        "INSERT INTO seen_event (digest, received_at) VALUES (?, ?)",
        keys,
        Math.max(1, keys.size()),
        (statement, key) -> {
          statement.setString(1, key);
          statement.setLong(2, now);
        });
  }

  /** Forgets what was taken long ago, a little at a time so that nobody waits for a lock. */
  @Scheduled(fixedDelayString = "PT10M")
  void prune() {
    Instant bound = clock.instant().minus(settings.keepSeenEvents());
    Pruning.delete(jdbc, "seen_event", "digest", "received_at < ? ORDER BY received_at", bound.toEpochMilli());
  }
}
