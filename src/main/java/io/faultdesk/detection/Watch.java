package io.faultdesk.detection;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;

import io.faultdesk.catalog.Catalog;
import io.faultdesk.incident.FindingLeftOpen;
import io.faultdesk.incident.IncidentDesk;
import io.faultdesk.incident.IncidentDesk.OpenFinding;
import io.faultdesk.indicator.IndicatorBoard;
import io.faultdesk.indicator.IndicatorsChanged;
import io.faultdesk.prediction.FaultForecast;
import io.faultdesk.prediction.ForecastsChanged;
import io.faultdesk.rules.Facts;
import io.faultdesk.rules.RuleBook;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.signal.Alert;
import io.faultdesk.signal.AlertsReceived;
import io.faultdesk.signal.InboxAlert;
import io.faultdesk.signal.SignalIntake;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Keeps an eye on every service: judges its signals as they come and as time passes, several services at once, each in
 * order. What a step changes is on disk before the step counts; a step that fails is taken again.
 */
@Component
public class Watch implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(Watch.class);
  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration STOP = Duration.ofSeconds(30);
  private static final Duration SAVE_EVERY = Duration.ofSeconds(5);

  /** Within this time senders renew what they claim; nobody could while this program was away. */
  private static final Duration RENEWAL = Duration.ofMinutes(5);

  private final Catalog catalog;
  private final SignalIntake intake;
  private final IndicatorBoard board;
  private final RuleBook rules;
  private final FaultForecast forecasts;
  private final IncidentDesk desk;
  private final Recorder recorder;
  private final DetectionMemory memory;
  private final DetectionSettings settings;
  private final Clock clock;
  private final Detection detection;
  private final Timer steps;
  private final Pace pace = new Pace();
  private final ConcurrentMap<ServiceName, Lane> lanes = new ConcurrentHashMap<>();
  private final AtomicBoolean alertsWait = new AtomicBoolean(true);
  private final AtomicBoolean reading = new AtomicBoolean();
  private @Nullable ThreadPoolExecutor workers;
  private @Nullable ScheduledExecutorService ticker;
  private Instant prunedAt = Instant.EPOCH;

  Watch(
      Catalog catalog,
      SignalIntake intake,
      IndicatorBoard board,
      RuleBook rules,
      FaultForecast forecasts,
      IncidentDesk desk,
      Recorder recorder,
      DetectionMemory memory,
      DetectionSettings settings,
      Clock clock,
      MeterRegistry metrics) {
    this.catalog = catalog;
    this.intake = intake;
    this.board = board;
    this.rules = rules;
    this.forecasts = forecasts;
    this.desk = desk;
    this.recorder = recorder;
    this.memory = memory;
    this.settings = settings;
    this.clock = clock;
    detection = new Detection(rules::judge, rules::recoverable);
    steps = metrics.timer("faultdesk.detection.step");
    metrics.gaugeMapSize("faultdesk.detection.services", List.of(), lanes);
  }

  /** Restores what was known before the last stop, then begins to judge. */
  @Override
  public synchronized void start() {
    Instant now = clock.instant();
    Map<ServiceName, ServiceState> known = new HashMap<>(memory.load(now.minus(Detection.CLEARED_MEMORY)));
    Map<ServiceName, List<OpenFinding>> open =
        desk.openFindings().stream().collect(groupingBy(finding -> ServiceName.of(finding.service())));
    open.keySet().forEach(service -> known.putIfAbsent(service, ServiceState.EMPTY));
    known.forEach((service, state) -> lanes.put(service, new Lane(service,
        state.agreeingWith(open.getOrDefault(service, List.of()), now).standingUntil(now.plus(RENEWAL)))));
    known.keySet().forEach(catalog::heardOf);
    workers =
        new ThreadPoolExecutor(
            settings.threads(), 2 * settings.threads(), 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
            Thread.ofPlatform().name("watch-", 1).factory());
    ticker = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("watch-tick").factory());
    var unused = ticker.scheduleWithFixedDelay(this::tick, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void stop() {
    close(ticker);
    close(workers);
    ticker = null;
    workers = null;
  }

  /** Begins before the web server takes signals, and ends after it has let them go. */
  @Override
  public int getPhase() {
    return 100;
  }

  @Override
  public boolean isRunning() {
    return workers != null;
  }

  @EventListener
  void on(IndicatorsChanged changed) {
    look(changed.services());
  }

  @EventListener
  void on(ForecastsChanged changed) {
    look(changed.services());
  }

  private void look(Set<ServiceName> services) {
    for (ServiceName service : services) {
      Lane lane = lane(service);
      Duration wait = lane.samplesCame(clock.instant(), settings);
      ScheduledExecutorService timer = ticker;
      if (wait.isZero() || timer == null) {
        walkIfDue(lane);
      } else {
        // the next tick would come up to its length too late
        var unused = timer.schedule(() -> walkIfDue(lane), wait.toMillis() + 1, TimeUnit.MILLISECONDS);
      }
    }
  }

  @EventListener
  void on(AlertsReceived received) {
    pace.received(received.count());
    alertsWait.set(true);
    readInbox();
  }

  /** The alerts whose claims stand, as far as they have been judged; each is looked up when the stream comes to it. */
  Stream<Alert> openAlerts() {
    return lanes.values().stream()
        .flatMap(lane -> lane.state().episodes().values().stream())
        .filter(Episode::open)
        .map(Episode::alert);
  }

  /** What is known of that service now, as the next step will judge it. */
  Facts facts(ServiceName service) {
    List<Alert> firing =
        state(service).episodes().values().stream().filter(Episode::open).map(Episode::alert).toList();
    return new Facts(catalog.service(service), board.snapshot(service, clock.instant()), firing,
        forecasts.of(service));
  }

  /** What is remembered of that service. */
  ServiceState state(ServiceName service) {
    Lane lane = lanes.get(service);
    return lane == null ? ServiceState.EMPTY : lane.state();
  }

  /**
   * An incident has ended although its fault goes on. Heard after the commit, so that no step opens the finding anew while
   * its key is taken; a start, which asks the desk itself what is open, is not overtaken.
   */
  @TransactionalEventListener(fallbackExecution = true)
  synchronized void on(FindingLeftOpen finding) {
    Lane lane = lanes.get(ServiceName.of(finding.service()));
    if (lane != null) {
      lane.add(finding);
    }
  }

  private void tick() {
    try {
      relieve();
      readInbox();
      Set<ServiceName> measured = board.services();
      measured.forEach(this::lane);
      lanes.values().forEach(this::walkIfDue);
      lanes.values().removeIf(lane -> !measured.contains(lane.service()) && lane.retire());
      prune();
    } catch (Throwable e) { // the ticker must go on whatever happens
      log.warn("Detection could not look after its services, it tries again at once", e);
    }
  }

  /** A worker whose judgment does not come back is lost until it does: another takes its place, up to as many again. */
  private void relieve() {
    ThreadPoolExecutor pool = workers;
    int needed = settings.threads() + Math.min(rules.stuck(), settings.threads());
    if (pool != null && pool.getCorePoolSize() != needed) {
      pool.setCorePoolSize(needed);
    }
  }

  private Lane lane(ServiceName service) {
    return lanes.computeIfAbsent(service, name -> new Lane(name, ServiceState.EMPTY));
  }

  private void walkIfDue(Lane lane) {
    walkIfDue(List.of(lane));
  }

  private void walkIfDue(List<Lane> together) {
    ExecutorService pool = workers;
    if (pool == null) {
      return;
    }
    Instant now = clock.instant();
    List<Lane> due = together.stream().filter(lane -> lane.takeIfDue(now, settings)).toList();
    if (!due.isEmpty()) {
      pool.execute(() -> walk(due));
    }
  }

  private void walk(List<Lane> together) {
    try {
      step(together);
      together.forEach(Lane::release);
    } catch (Throwable e) { // whatever happens, no lane must stay taken
      if (together.size() > 1) {
        // the others are not to blame
        together.forEach(lane -> walk(List.of(lane)));
        return;
      }
      rest(together.getFirst(), e);
    }
    together.stream().filter(lane -> !lane.drained()).forEach(this::walkIfDue);
    if (together.stream().anyMatch(Lane::drained)) {
      readInbox();
    }
  }

  private void rest(Lane lane, Throwable failed) {
    lane.releaseFailed(clock.instant());
    if (failed instanceof DataIntegrityViolationException || failed instanceof ConcurrencyFailureException) {
      log.info("What was found on {} met a change of the same incident, it is tried again", lane.service());
    } else {
      log.warn("What was found on {} could not be recorded, it is tried again", lane.service(), failed);
    }
  }

  private void step(List<Lane> together) {
    Instant now = clock.instant();
    List<Taken> taken = together.stream().map(lane -> take(lane, now)).toList();
    List<Recording> recorded = taken.stream().filter(Taken::recorded).map(Taken::recording).toList();
    if (!recorded.isEmpty()) {
      recorder.record(recorded, now);
    }
    taken.forEach(step -> step.done(now));
  }

  private Taken take(Lane lane, Instant now) {
    ServiceName service = lane.service();
    List<FindingLeftOpen> left = lane.left();
    List<InboxAlert> waiting = lane.next(settings.batch());
    List<Alert> messages = waiting.stream().filter(InboxAlert::claims).map(InboxAlert::alert).toList();
    long begun = System.nanoTime();
    Step step =
        detection.step(catalog.service(service), lane.state(), left, messages, board.snapshot(service, now),
            forecasts.of(service), now);
    steps.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
    Recording recording = new Recording(service, lane.state(), step, lane.unsaved(step.state()), waiting);
    boolean savingDue = recording.holdsChanged() && lane.savingDue(SAVE_EVERY, now);
    return new Taken(lane, recording, left.size(), recording.matters() || savingDue);
  }

  /**
   * A step that has been taken.
   *
   * @param recorded whether it is written to the database
   */
  private record Taken(Lane lane, Recording recording, int left, boolean recorded) {

    void done(Instant now) {
      lane.done(recording.step().state(), left, recording.alerts().size(), now, recorded);
    }
  }

  /**
   * Hands the next alerts of the inbox to the lanes of their services, once those of the last reading are done. The reader is
   * a worker, so that whoever sent the alerts does not wait.
   */
  private void readInbox() {
    ExecutorService pool = workers;
    if (pool == null || !alertsWait.get() || !reading.compareAndSet(false, true)) {
      return;
    }
    pool.execute(
        () -> {
          try {
            deal();
          } catch (Throwable e) { // the inbox must be read again whatever happens
            alertsWait.set(true);
            log.warn("The inbox could not be read, it is tried again", e);
          } finally {
            reading.set(false);
          }
        });
  }

  private void deal() {
    List<Lane> behind = lanes.values().stream().filter(lane -> !lane.drained()).toList();
    Instant now = clock.instant();
    if (!behind.stream().allMatch(lane -> lane.resting(now))) {
      return;
    }
    int portion = pace.portion(now);
    if (portion == 0) {
      return;
    }
    alertsWait.set(false);
    // a service that is in trouble must not hold up the others
    List<InboxAlert> waiting = intake.waitingAlerts(portion, behind.stream().map(Lane::service).collect(toSet()));
    if (!waiting.isEmpty() || !behind.isEmpty()) {
      alertsWait.set(true);
    }
    pace.dealt(waiting.size(), portion, clock.instant());
    Map<ServiceName, List<InboxAlert>> byService =
        waiting.stream().collect(groupingBy(inbox -> inbox.alert().service(), LinkedHashMap::new, toList()));
    byService.forEach((service, alerts) -> lane(service).add(alerts));
    bundles(byService, settings).forEach(services -> walkIfDue(services.stream().map(this::lane).toList()));
  }

  /**
   * The services whose steps are written together: so many that every worker has something to do, and no more than come to one
   * transaction's alerts.
   */
  static List<List<ServiceName>> bundles(Map<ServiceName, List<InboxAlert>> byService, DetectionSettings settings) {
    int most = Math.ceilDiv(byService.size(), settings.threads());
    List<List<ServiceName>> bundles = new ArrayList<>();
    int alerts = settings.batch();
    for (Map.Entry<ServiceName, List<InboxAlert>> each : byService.entrySet()) {
      if (alerts + each.getValue().size() > settings.batch() || bundles.getLast().size() == most) {
        bundles.add(new ArrayList<>());
        alerts = 0;
      }
      bundles.getLast().add(each.getKey());
      alerts += each.getValue().size();
    }
    return bundles;
  }

  private void prune() {
    Instant now = clock.instant();
    if (!now.isBefore(prunedAt.plus(Detection.CLEARED_MEMORY))) {
      // what is left is for the next tick
      prunedAt = memory.prune(now.minus(Detection.CLEARED_MEMORY)) ? prunedAt : now;
    }
  }

  private static void close(@Nullable ExecutorService executor) {
    if (executor == null) {
      return;
    }
    executor.shutdown();
    try {
      if (!executor.awaitTermination(STOP.toSeconds(), TimeUnit.SECONDS)) {
        log.warn("Not every judgment came back within {} s; what it would have found is found after the next start",
            STOP.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
