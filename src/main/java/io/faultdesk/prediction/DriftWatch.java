package io.faultdesk.prediction;

import static java.util.stream.Collectors.joining;

import io.faultdesk.incident.FindingSource;
import io.faultdesk.incident.IncidentDesk;
import io.faultdesk.incident.NewFinding;
import io.faultdesk.prediction.ModelStore.InForce;
import io.faultdesk.prediction.Spreads.Drifted;
import io.faultdesk.shared.Category;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.Severity;
import io.faultdesk.shared.TimeRange;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Watches whether the model in force still sees what it was trained on, and whether its probabilities hold; where they do not, that is a
 * finding about Faultdesk itself. One thread alone may use it.
 */
@Component
class DriftWatch {

  static final String DRIFT = "model-drift";
  static final String MISCALIBRATED = "model-miscalibrated";

  private static final ServiceName SELF = ServiceName.of("faultdesk");
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final int FEWEST_HOURS = 24;
  private static final int MOST_TOLD = 5;
  private static final Duration KEPT_EVERY = Duration.ofMinutes(1);
  private static final Duration JUDGED_EVERY = Duration.ofHours(1);
  /** So long after its end a moment is settled, because a false alarm is not called one at once. */
  private static final Duration DENIED_WITHIN = Duration.ofHours(1);
  /** Faults are seldom, so what was expected and came is added up over so much time. */
  private static final Duration RECKONED = Duration.ofDays(30);

  private final ModelTallies tallies;
  private final DriftSettings settings;
  private final IncidentDesk desk;
  private final TransactionOperations transaction;
  private final SortedMap<Long, long[][]> hours = new TreeMap<>();
  /** By the begin of the moment, of each service when it was looked at and what was said. */
  private final SortedMap<Long, Map<ServiceName, Said>> moments = new TreeMap<>();
  private final Map<ServiceName, Long> lastRow = new HashMap<>();
  private String version = "";
  /** Where the features stand whose spread is known. */
  private int[] columns = new int[0];
  /** From which hour on there may be counts that are not kept yet. */
  private long keptFrom;
  private Instant keptAt = Instant.MIN;
  private Instant judgedAt = Instant.MIN;
  private volatile @Nullable Judged judged;

  DriftWatch(
      ModelTallies tallies,
      PredictionSettings settings,
      IncidentDesk desk,
      TransactionOperations transaction,
      MeterRegistry meters) {
    this.tallies = tallies;
    this.settings = settings.drift();
    this.desk = desk;
    this.transaction = transaction;
    meters.gauge("faultdesk.prediction.drift", this, DriftWatch::index);
  }

  /** What was found of that version when it was judged last; null where it was not yet. */
  @Nullable
  Judged judged(String wanted) {
    Judged last = judged;
    return last == null || !last.version.equals(wanted) ? null : last;
  }

  private double index() {
    Judged last = judged;
    return last == null || last.drifted == null ? Double.NaN : last.drifted.score();
  }

  /** Takes what the model saw and said just now of services that have no fault; of each row the first counts. */
  void take(InForce model, Collection<Seen> all, KnownFaults faults, Instant now) {
    if (!model.version().equals(version)) {
      begin(model, now);
    }
    long row = now.toEpochMilli() / model.model().step().toMillis();
    lastRow.values().removeIf(last -> last < row);
    for (Seen seen : all) {
      if (lastRow.putIfAbsent(seen.service(), row) == null) {
        count(model.model(), seen, now);
        expect(model.model(), seen, now);
      }
    }
    if (!now.isBefore(keptAt.plus(KEPT_EVERY))) {
      keptAt = now;
      settle(model.model(), faults, now);
      keep(now);
    }
    if (!now.isBefore(judgedAt.plus(JUDGED_EVERY))) {
      tallies.prune(now.minus(settings.period()), now.minus(RECKONED));
      hours.headMap(now.minus(settings.period()).toEpochMilli()).clear();
      judge(model, now);
      judgedAt = now;
    }
  }

  /** Nothing is foreseen, so there is nothing to find. */
  void rest(Instant now) {
    if (!now.isBefore(judgedAt.plus(JUDGED_EVERY))) {
      clear(DRIFT, now);
      clear(MISCALIBRATED, now);
      judgedAt = now;
    }
  }

  private void begin(InForce other, Instant now) {
    keep(now);
    hours.clear();
    moments.clear();
    lastRow.clear();
    version = other.version();
    Spreads spreads = other.model().spreads();
    columns = spreads == null ? new int[0]
        : spreads.features().keySet().stream().mapToInt(other.model()::index).toArray();
    hours.putAll(tallies.hours(version, now.minus(settings.period())));
    judgedAt = Instant.MIN;
  }

  private void count(FaultModel model, Seen seen, Instant now) {
    Spreads spreads = model.spreads();
    if (spreads == null) {
      return;
    }
    long[][] counts = hours.computeIfAbsent(now.toEpochMilli() / HOUR * HOUR, hour -> spreads.nothing());
    counts[0][spreads.score().bin(seen.probability())]++;
    int at = 0;
    for (Spread feature : spreads.features().values()) {
      double value = seen.features()[columns[at++]];
      counts[at][feature.bin(value)]++;
    }
  }

  /** What says that something is wrong now promises nothing. */
  private void expect(FaultModel model, Seen seen, Instant now) {
    if (model.task() == Task.PREDICT) {
      long length = model.ahead().toMillis();
      moments.computeIfAbsent(now.toEpochMilli() / length * length, moment -> new HashMap<>())
          .putIfAbsent(seen.service(), new Said(now, seen.probability()));
    }
  }

  private void settle(FaultModel model, KnownFaults faults, Instant now) {
    Duration ahead = model.ahead();
    while (!moments.isEmpty()) {
      Instant begin = Instant.ofEpochMilli(moments.firstKey());
      if (begin.plus(ahead.multipliedBy(2)).plus(DENIED_WITHIN).isAfter(now)) {
        return;
      }
      settle(new TimeRange(begin, begin.plus(ahead)), moments.remove(moments.firstKey()), ahead, faults);
    }
  }

  private void settle(TimeRange moment, Map<ServiceName, Said> all, Duration ahead, KnownFaults faults) {
    double expected = 0;
    double variance = 0;
    long came = 0;
    for (Map.Entry<ServiceName, Said> each : all.entrySet()) {
      Said said = each.getValue();
      Instant until = said.at.plus(ahead);
      boolean fault = faults.of(each.getKey()).stream()
          .anyMatch(past -> past.begunAt().isAfter(said.at) && !past.begunAt().isAfter(until));
      if (fault || !faults.prevented(each.getKey(), new TimeRange(said.at, until))) {
        expected += said.probability;
        variance += said.probability * (1 - said.probability);
        came += fault ? 1 : 0;
      }
    }
    tallies.settled(version, moment, expected, variance, came);
  }

  /** Keeps what has been counted since the last time. */
  private void keep(Instant now) {
    hours.tailMap(keptFrom).forEach((hour, counts) -> tallies.save(version, hour, counts));
    keptFrom = now.toEpochMilli() / HOUR * HOUR;
  }

  private void judge(InForce model, Instant now) {
    Drifted drifted = drifted(model.model());
    if (drifted != null && drifted.beyond(settings.limit())) {
      raise(DRIFT, text(model, drifted), evidence(model, drifted), now);
    } else {
      clear(DRIFT, now);
    }
    Reckoning reckoning = tallies.reckoning(version, now.minus(RECKONED));
    judged = new Judged(version, now, drifted, reckoning);
    if (reckoning.wrong()) {
      raise(MISCALIBRATED, text(model, reckoning), evidence(model, reckoning), now);
    } else {
      clear(MISCALIBRATED, now);
    }
  }

  /** Null where too little was seen. */
  private @Nullable Drifted drifted(FaultModel model) {
    Spreads spreads = model.spreads();
    if (spreads == null || hours.size() < FEWEST_HOURS) {
      return null;
    }
    long[][] sums = spreads.nothing();
    hours.values().forEach(counts -> add(sums, counts));
    Drifted drifted = spreads.against(sums, model);
    return drifted.rows() < settings.rows() ? null : drifted;
  }

  private static void add(long[][] sums, long[][] counts) {
    for (int i = 0; i < sums.length; i++) {
      for (int bin = 0; bin < sums[i].length; bin++) {
        sums[i][bin] += counts[i][bin];
      }
    }
  }

  private String text(InForce model, Drifted drifted) {
    return ("The fault model %s sees other data than it was trained on: over %d rows of the last %s the stability index of its scores is"
        + " %s, that of its features %s on average, above %s counts as drift. Most changed: %s. Services with far fewer indicators than the"
        + " machines of the training differ from the start; a model trained on this platform's own past does not.")
        .formatted(model.name(), drifted.rows(), Words.time(settings.period()), Words.number(drifted.score()),
            Words.number(drifted.features()), Words.number(settings.limit()),
            drifted.farthest(MOST_TOLD).stream()
                .map(each -> each.getKey() + " " + Words.number(each.getValue())).collect(joining(", ")));
  }

  private Map<String, Object> evidence(InForce model, Drifted drifted) {
    Map<String, Object> features = new LinkedHashMap<>();
    drifted.farthest(Integer.MAX_VALUE).forEach(each -> features.put(each.getKey(), each.getValue()));
    return Map.of("model", model.name(), "version", model.version(), "rows", drifted.rows(), "hours", hours.size(),
        "limit", settings.limit(), "score", drifted.score(), "features", drifted.features(), "each", features);
  }

  private static String text(InForce model, Reckoning reckoning) {
    return ("The probabilities of the fault model %s do not hold: at %d moments of the last %s they promised %s faults, by chance %s to %s,"
        + " and %d came. A threshold or a training on this platform's own past is due.")
        .formatted(model.name(), reckoning.moments(), Words.time(RECKONED), Words.number(reckoning.expected()),
            Words.number(reckoning.low()), Words.number(reckoning.high()), reckoning.came());
  }

  private static Map<String, Object> evidence(InForce model, Reckoning reckoning) {
    return Map.of("model", model.name(), "version", model.version(), "moments", reckoning.moments(),
        "expected", reckoning.expected(), "low", reckoning.low(), "high", reckoning.high(), "came", reckoning.came(),
        "deviations", reckoning.distance());
  }

  private void raise(String name, String because, Map<String, Object> evidence, Instant now) {
    transaction.executeWithoutResult(status -> desk.raise(new NewFinding(
        key(name), FindingSource.RULE, name, SELF, Severity.WARNING, Category.DATA_QUALITY, because, evidence, now)));
  }

  private void clear(String name, Instant now) {
    transaction.executeWithoutResult(status -> desk.cleared(key(name), now));
  }

  private static String key(String name) {
    return SELF + "/" + name;
  }

  /**
   * What was found of a model.
   *
   * @param drifted null where too little was seen
   */
  record Judged(String version, Instant at, @Nullable Drifted drifted, Reckoning reckoning) {}

  /** What was said of a service, and when. */
  private record Said(Instant at, double probability) {}
}
