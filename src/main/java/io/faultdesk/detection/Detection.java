package io.faultdesk.detection;

import static java.util.stream.Collectors.toSet;

import io.faultdesk.catalog.ServiceInfo;
import io.faultdesk.indicator.Indicator;
import io.faultdesk.rules.Facts;
import io.faultdesk.rules.Verdict;
import io.faultdesk.rules.Verdict.Raised;
import io.faultdesk.signal.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The pure function at the heart of Faultdesk: {@code (state, signals, now) → (state', findings)} for one service. It knows
 * no clock and no database, so live detection and the replay of stored signals are the same code.
 */
final class Detection {

  /** How long the end of an alert is remembered, so that a replay of it does not open it again. */
  static final Duration CLEARED_MEMORY = Duration.ofHours(24);

  private final Function<Facts, Verdict> judge;

  /** A detection by these rules; the same facts must always give the same verdict. */
  Detection(Function<Facts, Verdict> judge) {
    this.judge = judge;
  }

  /**
   * Takes one step.
   *
   * @param messages alerts that came since the last step, in the order of arrival
   * @param indicators the service's indicators as they stand at {@code now}
   */
  Step step(
      ServiceInfo service, ServiceState state, List<Alert> messages, List<Indicator> indicators, Instant now) {
    Map<String, Episode> episodes = new HashMap<>(state.episodes());
    Map<String, Episode> changed = new HashMap<>();
    expire(messages, episodes, changed, now);
    Map<String, Integer> firings = listen(messages, episodes, changed, now);

    List<Alert> firing = episodes.values().stream().filter(Episode::open).map(Episode::alert).toList();
    Verdict verdict = judge.apply(new Facts(service, indicators, firing, List.of()));

    Map<String, Hold> holds = new HashMap<>(state.holds());
    List<Change> changes = new ArrayList<>();
    raise(verdict.raised(), holds, changes, now);
    release(verdict, holds, changes, now);
    firings.forEach((identity, times) -> repeat(alertKey(service, identity), times, state, holds, changes));
    return new Step(new ServiceState(Map.copyOf(episodes), Map.copyOf(holds)), changes, changed);
  }

  /** The key of the finding that an alert makes. */
  private static String alertKey(ServiceInfo service, String identity) {
    return service.name() + "/alert/" + identity;
  }

  /** Lets each message have its effect; returns how often each alert was claimed anew. */
  private static Map<String, Integer> listen(
      List<Alert> messages, Map<String, Episode> episodes, Map<String, Episode> changed, Instant now) {
    Map<String, Integer> firings = new HashMap<>();
    for (Alert message : messages) {
      Episode before = episodes.get(message.identity());
      Optional<Episode> after = before == null ? Optional.of(Episode.begun(message, now)) : before.after(message, now);
      after.ifPresent(
          episode -> {
            episodes.put(message.identity(), episode);
            changed.put(message.identity(), episode);
            if (message.firing()) {
              firings.merge(message.identity(), 1, Integer::sum);
            }
          });
    }
    return firings;
  }

  /**
   * Ends the claims whose lease has run out. A claim that a message of this very step makes or renews is left alone, even where
   * its lease ran out while the message waited in the inbox: it must be judged once.
   */
  private static void expire(
      List<Alert> messages, Map<String, Episode> episodes, Map<String, Episode> changed, Instant now) {
    Set<String> claimed = messages.stream().filter(Alert::firing).map(Alert::identity).collect(toSet());
    episodes.replaceAll((identity, episode) -> {
      if (!episode.expired(now) || claimed.contains(identity)) {
        return episode;
      }
      Episode cleared = new Episode(episode.alert(), now);
      changed.put(identity, cleared);
      return cleared;
    });
    Instant horizon = now.minus(CLEARED_MEMORY);
    episodes.values().removeIf(episode -> episode.clearedAt() != null && episode.clearedAt().isBefore(horizon));
  }

  private static void raise(List<Raised> raised, Map<String, Hold> holds, List<Change> changes, Instant now) {
    for (Raised condition : raised) {
      Hold known = holds.get(condition.key());
      Hold hold = known == null ? Hold.begun(condition, now) : known.seen(condition, now);
      if (hold.ripe(condition, now)) {
        hold = hold.opened();
        changes.add(new Change.Opened(condition));
      }
      holds.put(condition.key(), hold);
    }
  }

  private static void release(Verdict verdict, Map<String, Hold> holds, List<Change> changes, Instant now) {
    Set<String> holding = new HashSet<>();
    verdict.raised().forEach(condition -> holding.add(condition.key()));
    holds
        .entrySet()
        .removeIf(
            entry -> {
              Hold hold = entry.getValue();
              if (holding.contains(entry.getKey())) {
                return false;
              }
              if (!hold.open()) {
                return true;
              }
              boolean over = hold.over(verdict.recovered().contains(entry.getKey()), now);
              if (over) {
                changes.add(new Change.Cleared(entry.getKey()));
              }
              return over;
            });
  }

  /** A claim that found its finding open already is a repeat of it; the one that opened it is not. */
  private static void repeat(
      String key, int firings, ServiceState before, Map<String, Hold> after, List<Change> changes) {
    Hold earlier = before.holds().get(key);
    int times = earlier != null && earlier.open() ? firings : firings - 1;
    Hold hold = after.get(key);
    if (times > 0 && hold != null && hold.open()) {
      changes.add(new Change.Repeated(key, times));
    }
  }
}
