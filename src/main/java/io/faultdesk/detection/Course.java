package io.faultdesk.detection;

import io.faultdesk.catalog.ServiceInfo;
import io.faultdesk.indicator.Indicator;
import io.faultdesk.prediction.Foresight;
import io.faultdesk.rules.Facts;
import io.faultdesk.rules.RuleSet;
import io.faultdesk.rules.Verdict;
import io.faultdesk.signal.Alert;
import io.faultdesk.signal.InboxAlert;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one set of rules makes of a {@link Rehearsal}: its findings, from the same lane and the same pure function that
 * {@link Watch} has for live signals. Not thread-safe.
 */
final class Course {

  private final ServiceInfo service;
  private final DetectionSettings settings;
  private final Detection detection;
  private final Lane lane;
  private final Map<String, Rehearsed> open = new HashMap<>();
  private final List<Rehearsed> findings = new ArrayList<>();
  private final Map<String, Instant> fired = new LinkedHashMap<>();
  private Foresight foresight = Foresight.NONE;
  private Verdict verdict = new Verdict(List.of(), Set.of(), List.of());

  /** @param recoverable whether a rule can say of a finding of that name that it is over */
  Course(
      Function<Facts, Verdict> judge, Predicate<String> recoverable, ServiceInfo service,
      DetectionSettings settings) {
    this.service = service;
    this.settings = settings;
    detection = new Detection(facts -> verdict = judge.apply(facts), recoverable);
    lane = new Lane(service.name(), ServiceState.EMPTY);
  }

  static Course of(RuleSet rules, ServiceInfo service, DetectionSettings settings) {
    return new Course(rules::judge, rules::recoverable, service, settings);
  }

  void hear(List<InboxAlert> messages) {
    lane.add(messages);
  }

  /** From now on that is foreseen. */
  void foresee(Foresight foreseen, Instant now) {
    foresight = foreseen;
    samplesCame(now);
  }

  void samplesCame(Instant now) {
    var unused = lane.samplesCame(now, settings);
  }

  /** When its next step is due; a moment that is past means at once. */
  Instant dueAt() {
    return lane.dueAt(settings);
  }

  /** Takes a step that is due. */
  void step(List<Indicator> indicators, Instant now) {
    if (!lane.takeIfDue(now, settings)) {
      throw new IllegalStateException("a step that was due at " + now + " is not");
    }
    List<InboxAlert> waiting = lane.next(settings.batch());
    List<Alert> messages = waiting.stream().filter(InboxAlert::claims).map(InboxAlert::alert).toList();
    Step step = detection.step(service, lane.state(), List.of(), messages, indicators, foresight, now);
    lane.done(step.state(), 0, waiting.size(), now, false);
    lane.release();
    verdict.fired().forEach(rule -> fired.put(rule, now));
    step.changes().forEach(change -> take(change, now));
  }

  /** Every finding there was, in the order of opening. */
  List<Rehearsed> findings() {
    return List.copyOf(findings);
  }

  /** The findings that are open now. */
  Collection<Rehearsed> open() {
    return List.copyOf(open.values());
  }

  /** The names of the rules that have fired at least once. */
  Set<String> fired() {
    return Set.copyOf(fired.keySet());
  }

  /** When that rule fired last, null where it never did. */
  @Nullable
  Instant lastFired(String rule) {
    return fired.get(rule);
  }

  /** What was decided in the last step. */
  Verdict verdict() {
    return verdict;
  }

  /** Conditions that hold or are open findings, by finding key. */
  Map<String, Hold> holds() {
    return lane.state().holds();
  }

  private void take(Change change, Instant now) {
    switch (change) {
      case Change.Opened opened -> {
        Rehearsed finding = new Rehearsed(opened.raised(), now);
        open.put(opened.raised().key(), finding);
        findings.add(finding);
      }
      case Change.Worsened worsened -> of(worsened.raised().key()).worsen(worsened.raised(), now);
      case Change.Repeated repeated -> of(repeated.raised().key()).repeat(repeated.raised(), now);
      case Change.Cleared cleared -> {
        of(cleared.key()).clear(now);
        open.remove(cleared.key());
      }
    }
  }

  private Rehearsed of(String key) {
    Rehearsed finding = open.get(key);
    if (finding == null) {
      throw new IllegalStateException(key + " changed without being open");
    }
    return finding;
  }
}
