package io.faultdesk.prediction;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import io.faultdesk.incident.PastFault;
import io.faultdesk.indicator.IndicatorBoard;
import io.faultdesk.prediction.ModelStore.InForce;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.TimeRange;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Which services the model in force expects faults of, and why. Thread-safe. */
@Component
public class FaultForecast {

  /** So long a look may learn what is usual; the rest is for the next one. */
  private static final Duration LEARNING = Duration.ofMillis(500);
  private static final Duration FAULTS_EVERY = Duration.ofMinutes(1);
  private static final Duration TRY_AGAIN = Duration.ofMinutes(1);

  private final PredictionSettings settings;
  private final ModelStore store;
  private final IndicatorBoard board;
  private final Trends trends;
  private final KnownFaults faults;
  private final Alarms alarms;
  private final DriftWatch drift;
  private final PastForesight past;
  private final ApplicationEventPublisher events;
  private final Clock clock;
  private final Timer scoring;
  private final Set<ServiceName> optedOut = new HashSet<>();
  private final Map<ServiceName, Learnt> learnt = new HashMap<>();
  private final Map<ServiceName, Outlook> outlooks = new ConcurrentHashMap<>();
  /** Since when the model has expected a fault of a service without a break. */
  private final Map<ServiceName, Instant> since = new ConcurrentHashMap<>();
  /** Version of the model that has expected it. */
  private String expects = "";
  private Instant faultsAt = Instant.MIN;
  private volatile Map<ServiceName, Forecast> expected = Map.of();

  FaultForecast(
      PredictionSettings settings,
      ModelStore store,
      IndicatorBoard board,
      Trends trends,
      KnownFaults faults,
      Alarms alarms,
      DriftWatch drift,
      PastForesight past,
      ApplicationEventPublisher events,
      Clock clock,
      MeterRegistry meters) {
    this.settings = settings;
    this.store = store;
    this.board = board;
    this.trends = trends;
    this.faults = faults;
    this.alarms = alarms;
    this.drift = drift;
    this.past = past;
    this.events = events;
    this.clock = clock;
    settings.optOut().forEach(service -> optedOut.add(ServiceName.of(service)));
    scoring = meters.timer("faultdesk.prediction.scoring");
    meters.gaugeMapSize("faultdesk.prediction.services", List.of(), outlooks);
    meters.gauge("faultdesk.prediction.expected", this, forecast -> forecast.expected.size());
    meters.gauge("faultdesk.prediction.precision", this, FaultForecast::precision);
  }

  /** What is foreseen of that service as far as models may say so; cheap. */
  public Foresight of(ServiceName service) {
    Forecast forecast = expected.get(service);
    List<Trend> moving = trends.of(service);
    return forecast == null && moving.isEmpty()
        ? Foresight.NONE
        : new Foresight(forecast == null ? List.of() : List.of(forecast), moving);
  }

  private double precision() {
    InForce model = store.inForce();
    return model == null ? Double.NaN : alarms.precision(model.version());
  }

  /** What the model says of that service, be it ever so improbable; empty where it cannot say. */
  Optional<Forecast> latest(ServiceName service) {
    return Optional.ofNullable(outlooks.get(service)).map(Outlook::forecast);
  }

  /** Why the model cannot say anything of that service, as one sentence. */
  String whyNot(ServiceName service) {
    return store.inForce() == null ? "No model is in force."
        : store.mode() == Mode.OFF ? "Forecasts are switched off."
            : optedOut.contains(service) ? "The service is opted out (faultdesk.prediction.opt-out)."
                : board.stored(service) > Past.MOST_INDICATORS
                    ? "It has more than " + Past.MOST_INDICATORS + " indicators."
                    : "Too little is known of it yet: %s of samples are needed (faultdesk.prediction.learn-from)."
                        .formatted(Words.time(settings.learnFrom()));
  }

  /** Scores every service, and tells of what is expected now and was not before, or the other way round. */
  synchronized void look() {
    Instant now = clock.instant();
    look(now);
    Set<ServiceName> foreseen = new HashSet<>(expected.keySet());
    foreseen.addAll(trends.round().trends().keySet());
    past.note(foreseen.stream().collect(toMap(Function.identity(), this::of)), now);
  }

  private void look(Instant now) {
    InForce model = store.inForce();
    if (model == null || store.mode() == Mode.OFF) {
      outlooks.clear();
      since.clear();
      tell(Map.of());
      drift.rest(now);
      return;
    }
    if (!now.isBefore(faultsAt.plus(FAULTS_EVERY))) {
      knowFaults(now);
    }
    if (!model.version().equals(expects)) {
      since.clear();
      expects = model.version();
    }
    Set<ServiceName> services = new HashSet<>(board.services());
    services.removeAll(optedOut);
    learn(services, model.model(), now);
    services.forEach(service -> prepare(service, model, now));
    outlooks.keySet().retainAll(services);
    since.keySet().retainAll(outlooks.keySet());
    Map<ServiceName, Forecast> above = requireNonNull(scoring.record(() -> above(model.model(), now)));
    if (!expected.keySet().containsAll(above.keySet()) && now.isAfter(faultsAt)) {
      // what has come already is nothing to foresee
      knowFaults(now);
      above.keySet().removeIf(service -> troubled(service, model.model(), now));
    }
    boolean shadow = store.mode() == Mode.SHADOW;
    alarms.raise(above.values(), shadow, now);
    tell(shadow ? Map.of() : above);
    drift.take(model, calm(model.model(), now), faults, now);
  }

  private void knowFaults(Instant now) {
    faults.refresh(now);
    alarms.settle(faults, now);
    faultsAt = now;
  }

  /** What was seen of those services that have no fault, of which the training knows as little. */
  private List<Seen> calm(FaultModel model, Instant now) {
    return outlooks.entrySet().stream().filter(each -> !troubled(each.getKey(), model, now))
        .map(each -> each.getValue().seen()).toList();
  }

  /** Learns what is usual for services, those first that have waited longest. */
  private void learn(Set<ServiceName> services, FaultModel model, Instant now) {
    learnt.keySet().retainAll(services);
    long end = System.nanoTime() + LEARNING.toNanos();
    List<ServiceName> due = services.stream()
        .filter(service -> !now.isBefore(dueAt(service)))
        .sorted(comparing(this::dueAt).thenComparing(naturalOrder()))
        .toList();
    for (ServiceName service : due) {
      if (System.nanoTime() > end) {
        return;
      }
      Optional<Usual> usual = usual(service, model, now);
      Learnt before = learnt.get(service);
      learnt.put(service, new Learnt(usual.orElse(before == null ? null : before.usual),
          usual.map(Usual::dueAt).orElse(now.plus(TRY_AGAIN))));
    }
  }

  private Instant dueAt(ServiceName service) {
    Learnt known = learnt.get(service);
    return known == null ? Instant.MIN : known.dueAt;
  }

  private Optional<Usual> usual(ServiceName service, FaultModel model, Instant now) {
    Duration step = model.step();
    if (board.stored(service) > Past.MOST_INDICATORS) {
      return Optional.empty();
    }
    Instant end = Instant.ofEpochMilli(now.toEpochMilli() - Math.floorMod(now.toEpochMilli(), step.toMillis()));
    TimeRange range = new TimeRange(end.minus(settings.usual()), end);
    int least = Math.toIntExact(Math.max(2, settings.learnFrom().dividedBy(step)));
    return Usual.of(board.rows(service, range, step), faults.times(service, model.memory(), now), least, now);
  }

  private void prepare(ServiceName service, InForce model, Instant now) {
    Learnt known = learnt.get(service);
    Usual usual = known == null ? null : known.usual;
    if (usual == null || !usual.indicators().containsAll(model.model().schema().indicators())) {
      outlooks.remove(service);
      return;
    }
    Outlook before = outlooks.get(service);
    if (before == null || !before.isOf(model, usual)) {
      outlooks.put(service, new Outlook(service, model, usual, now));
    }
  }

  /** Scores all; what is expected of which service, but for those that have a fault or had one just now. */
  private Map<ServiceName, Forecast> above(FaultModel model, Instant now) {
    Map<ServiceName, Forecast> above = new ConcurrentHashMap<>();
    outlooks.entrySet().parallelStream().forEach(each -> {
      List<Instant> begins = faults.of(each.getKey()).stream().map(PastFault::begunAt).toList();
      if (each.getValue().score(now, board, begins) < model.threshold()) {
        since.remove(each.getKey());
      } else if (lasts(each.getKey(), model, now) && !troubled(each.getKey(), model, now)) {
        above.put(each.getKey(), each.getValue().forecast());
      }
    });
    return above;
  }

  /** Whether that has been expected for a whole row: what begins with a bang is found by rules, and is nothing to foresee. */
  private boolean lasts(ServiceName service, FaultModel model, Instant now) {
    return !now.isBefore(since.computeIfAbsent(service, key -> now).plus(model.step()));
  }

  /** Whether rows of a fault are in its window. */
  private boolean troubled(ServiceName service, FaultModel model, Instant now) {
    return faults.times(service, model.memory(), now).stream().anyMatch(time -> !time.to().isBefore(now));
  }

  private void tell(Map<ServiceName, Forecast> now) {
    Set<ServiceName> changed = new HashSet<>(now.keySet());
    expected.keySet().forEach(service -> {
      if (!changed.remove(service)) {
        changed.add(service);
      }
    });
    expected = Map.copyOf(now);
    if (!changed.isEmpty()) {
      events.publishEvent(new ForecastsChanged(changed));
    }
  }

  /**
   * What was learnt of a service, and when it is to be learnt anew.
   *
   * @param usual null where there are too few rows yet
   */
  private record Learnt(@Nullable Usual usual, Instant dueAt) {}
}
