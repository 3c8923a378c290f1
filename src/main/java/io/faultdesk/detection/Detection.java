package io.faultdesk.detection;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.faultdesk.catalog.ServiceInfo;
import io.faultdesk.incident.FindingLeftOpen;
import io.faultdesk.indicator.Indicator;
import io.faultdesk.prediction.Foresight;
import io.faultdesk.rules.Facts;
import io.faultdesk.rules.Verdict;
import io.faultdesk.rules.Verdict.Raised;
import io.faultdesk.shared.ServiceName;
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
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The pure function at the heart of Faultdesk: {@code (state, signals, now) → (state', findings)} for one service. It knows
 * no clock and no database, so live detection and the replay of stored signals are the same code.
 */
final class Detection {

  /** How long the end of an alert is remembered, so that a replay of it does not open it again. */
  static final Duration CLEARED_MEMORY = Duration.ofHours(24);

  private final Function<Facts, Verdict> judge;
  private final Predicate<String> recoverable;

  /**
   * A detection by these rules; the same facts must always give the same verdict.
   *
   * @param recoverable whether a rule can say of a finding of that name that it is over
   */
  Detection(Function<Facts, Verdict> judge, Predicate<String> recoverable) {
    this.judge = judge;
    this.recoverable = recoverable;
  }

  /**
   * Takes one step.
   *
   * @param left open findings whose incident has ended since the last step
   * @param messages alerts that came since the last step, in the order of arrival
   * @param indicators the service's indicators as they stand at {@code now}
   * @param foresight what is foreseen of it
   */
  Step step(
      ServiceInfo service,
      ServiceState state,
      List<FindingLeftOpen> left,
      List<Alert> messages,
      List<Indicator> indicators,
      Foresight foresight,
      Instant now) {
    Map<String, Episode> episodes = new HashMap<>(state.episodes());
    Map<String, Episode> changed = new HashMap<>();
    Map<String, Hold> before = new HashMap<>(state.holds());
    left.forEach(finding -> leave(finding, service, before, episodes, changed, now));
    expire(messages, episodes, changed, now);
    Map<String, Integer> firings = listen(messages, episodes, changed, now);

    List<Alert> firing = episodes.values().stream().filter(Episode::open).map(Episode::alert).toList();
    Verdict verdict = judge.apply(new Facts(service, indicators, firing, foresight, open(service, before)));

    Map<String, Hold> holds = new HashMap<>(before);
    List<Change> changes = new ArrayList<>();
    raise(verdict.raised(), holds, changes, now);
    release(service, verdict, holds, changes, now);
    Map<String, Raised> said =
        verdict.raised().stream().collect(toMap(Raised::key, raised -> raised, (one, other) -> one));
    firings.forEach(
        (identity, times) -> repeat(said.get(alertKey(service.name(), identity)), times, before, holds, changes));
    return new Step(new ServiceState(Map.copyOf(episodes), Map.copyOf(holds)), changes, changed);
  }

  /** The key of the finding that an alert makes. */
  static String alertKey(ServiceName service, String identity) {
    return service + "/alert/" + identity;
  }

  /**
   * Begins anew with a finding that belongs to no incident any more: its condition must hold once more for as long as its rule
   * asks; an alert's claim counts as lapsed and must be made once more. A finding that opened after that is another one.
   */
  private static void leave(
      FindingLeftOpen finding,
      ServiceInfo service,
      Map<String, Hold> holds,
      Map<String, Episode> episodes,
      Map<String, Episode> changed,
      Instant now) {
    Hold hold = holds.get(finding.key());
    if (hold == null || !hold.open() || hold.since().isAfter(finding.at())) {
      return;
    }
    holds.remove(finding.key());
    lapse(
        (identity, episode) -> episode.open() && alertKey(service.name(), identity).equals(finding.key()), episodes,
        changed,
        now);
  }

  /** The names of the findings that are open, but for those of alerts, which no rule takes back. */
  private static Set<String> open(ServiceInfo service, Map<String, Hold> holds) {
    Set<String> open = new HashSet<>();
    holds.forEach((key, hold) -> {
      if (hold.open() && !hold.alert()) {
        open.add(name(service, key));
      }
    });
    return open;
  }

  /** The name that rules gave to the finding of that key. */
  private static String name(ServiceInfo service, String key) {
    return key.substring(service.name().value().length() + 1);
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
    lapse((identity, episode) -> episode.expired(now) && !claimed.contains(identity), episodes, changed, now);
    Instant horizon = now.minus(CLEARED_MEMORY);
    episodes.values().removeIf(episode -> episode.clearedAt() != null && episode.clearedAt().isBefore(horizon));
  }

  /** Ends these episodes without a message that says so. */
  private static void lapse(
      BiPredicate<String, Episode> which, Map<String, Episode> episodes, Map<String, Episode> changed, Instant now) {
    episodes.replaceAll((identity, episode) -> {
      if (!which.test(identity, episode)) {
        return episode;
      }
      Episode lapsed = new Episode(episode.alert(), now);
      changed.put(identity, lapsed);
      return lapsed;
    });
  }

  private static void raise(List<Raised> raised, Map<String, Hold> holds, List<Change> changes, Instant now) {
    for (Raised condition : raised) {
      Hold known = holds.get(condition.key());
      Hold hold = known == null ? Hold.begun(condition, now) : known.seen(condition, now);
      if (hold.ripe(condition, now)) {
        hold = hold.openedAs(condition.severity());
        changes.add(new Change.Opened(condition));
      } else if (hold.worsened(condition, now)) {
        hold = hold.openedAs(condition.severity());
        changes.add(new Change.Worsened(condition));
      }
      holds.put(condition.key(), hold);
    }
  }

  private void release(
      ServiceInfo service, Verdict verdict, Map<String, Hold> holds, List<Change> changes, Instant now) {
    Set<String> holding = new HashSet<>();
    verdict.raised().forEach(condition -> holding.add(condition.key()));
    Set<String> unasked = verdict.unasked();
    holds.replaceAll((key, hold) -> holding.contains(key) || unasked.contains(key) ? hold : hold.unseen());
    holds
        .entrySet()
        .removeIf(
            entry -> {
              Hold hold = entry.getValue();
              String name = name(service, entry.getKey());
              boolean unknown = unasked.contains(entry.getKey()) && !verdict.recovered().contains(name);
              if (holding.contains(entry.getKey()) || unknown) {
                return false;
              }
              if (!hold.open()) {
                return true;
              }
              // where no rule in force can take it back, nobody ever would
              boolean recovered =
                  verdict.recovered().contains(name) || !recoverable.test(name);
              boolean over = hold.over(recovered, now);
              if (over) {
                changes.add(new Change.Cleared(entry.getKey()));
              }
              return over;
            });
  }

  /** A claim that found its finding open already is a repeat of it; the one that opened it is not. */
  private static void repeat(
      @Nullable Raised said, int firings, Map<String, Hold> before, Map<String, Hold> after, List<Change> changes) {
    if (said == null) {
      return; // no rule makes a finding of it
    }
    Hold earlier = before.get(said.key());
    int times = earlier != null && earlier.open() ? firings : firings - 1;
    Hold hold = after.get(said.key());
    if (times > 0 && hold != null && hold.open()) {
      changes.add(new Change.Repeated(said, times));
    }
  }
}
