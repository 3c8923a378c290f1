package io.faultdesk.detection;

import io.faultdesk.catalog.ServiceInfo;
import io.faultdesk.indicator.Indicator;
import io.faultdesk.indicator.IndicatorWindows;
import io.faultdesk.indicator.StoredSample;
import io.faultdesk.rules.Facts;
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
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Plays the signals of one service, past or made up, through the same windows, the same lane and the same pure function as
 * {@link Watch} does with live ones, and takes each step when that would. Its time is that of the signals, which have to come
 * in the order of their arrival; what arrives at one moment is judged together. Not thread-safe.
 */
final class Rehearsal {

  private final ServiceInfo service;
  private final Function<String, IndicatorWindows> maker;
  private final DetectionSettings settings;
  private final Detection detection;
  private final Lane lane;
  private final Map<String, IndicatorWindows> windows = new TreeMap<>();
  private final Map<String, Rehearsed> open = new HashMap<>();
  private final List<Rehearsed> findings = new ArrayList<>();
  private final Map<String, Instant> fired = new LinkedHashMap<>();
  private Verdict verdict = new Verdict(List.of(), Set.of(), List.of());
  /** Before the first signal there is nothing to judge. */
  private Instant clock = Instant.MAX;
  private long arrived;

  /**
   * A rehearsal that knows of nothing yet.
   *
   * @param recoverable whether a rule can say of a finding of that name that it is over
   * @param maker makes the empty windows of the service's indicator of that name
   */
  Rehearsal(
      Function<Facts, Verdict> judge,
      Predicate<String> recoverable,
      ServiceInfo service,
      Function<String, IndicatorWindows> maker,
      DetectionSettings settings) {
    this.service = service;
    this.maker = maker;
    this.settings = settings;
    detection = new Detection(facts -> heard(judge.apply(facts)), recoverable);
    lane = new Lane(service.name(), ServiceState.EMPTY);
  }

  /** A sample arrives, measured at that moment. */
  void sample(Instant at, String indicator, double value) {
    arrive(at);
    IndicatorWindows of = windows.computeIfAbsent(indicator, maker);
    if (of.add(at.toEpochMilli(), value, clock.toEpochMilli()) == null) {
      samplesCame();
    }
  }

  /** An indicator is said to have ended. */
  void end(Instant at, String indicator) {
    arrive(at);
    IndicatorWindows of = windows.get(indicator);
    if (of != null && of.end(at.toEpochMilli(), clock.toEpochMilli())) {
      samplesCame();
    }
  }

  /** What is stored of an indicator arrives once more. */
  void sample(StoredSample stored) {
    arrive(Instant.ofEpochMilli(stored.time()));
    remember(stored);
    samplesCame();
  }

  /** The same from before the rehearsal: it fills the windows, and no step is taken on its account. */
  void remember(StoredSample stored) {
    stored.into(windows.computeIfAbsent(stored.indicator(), maker));
  }

  /** Begins at that moment with what is remembered; where nothing is, the first signal begins. */
  void begin(Instant at) {
    if (!windows.isEmpty()) {
      arrive(at);
      samplesCame();
    }
  }

  /** Another monitor's message arrives. */
  void message(Instant at, Alert alert) {
    arrive(at);
    lane.add(List.of(new InboxAlert(arrived++, alert, null)));
  }

  /** Lets time pass until then, and takes every step that is due, those of that moment included. */
  void until(Instant moment) {
    stepsBefore(moment.plusNanos(1));
    clock = moment.isAfter(clock) ? moment : clock;
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

  /** The indicators as they stand now. */
  List<Indicator> indicators() {
    return windows.values().stream().map(each -> each.at(clock)).toList();
  }

  private void arrive(Instant at) {
    if (clock.equals(Instant.MAX)) {
      clock = at;
    } else if (at.isAfter(clock)) {
      stepsBefore(at);
      clock = at;
    }
  }

  private void samplesCame() {
    var unused = lane.samplesCame(clock, settings);
  }

  private void stepsBefore(Instant moment) {
    while (true) {
      Instant due = lane.dueAt(settings);
      Instant next = due.isAfter(clock) ? due : clock;
      if (!next.isBefore(moment)) {
        return;
      }
      clock = next;
      step();
    }
  }

  private void step() {
    if (!lane.takeIfDue(clock, settings)) {
      throw new IllegalStateException("a step that was due at " + clock + " is not");
    }
    List<InboxAlert> waiting = lane.next(settings.batch());
    List<Alert> messages = waiting.stream().filter(InboxAlert::claims).map(InboxAlert::alert).toList();
    Step step = detection.step(service, lane.state(), List.of(), messages, indicators(), clock);
    lane.done(step.state(), 0, waiting.size(), clock, false);
    lane.release();
    step.changes().forEach(this::take);
  }

  private Verdict heard(Verdict said) {
    verdict = said;
    said.fired().forEach(rule -> fired.put(rule, clock));
    return said;
  }

  private void take(Change change) {
    switch (change) {
      case Change.Opened opened -> {
        Rehearsed finding = new Rehearsed(opened.raised(), verdict.fired(), clock);
        open.put(opened.raised().key(), finding);
        findings.add(finding);
      }
      case Change.Worsened worsened -> of(worsened.raised().key()).worsen(worsened.raised(), clock);
      case Change.Repeated repeated -> of(repeated.raised().key()).repeat(repeated.raised(), repeated.times());
      case Change.Cleared cleared -> {
        of(cleared.key()).clear(clock);
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
