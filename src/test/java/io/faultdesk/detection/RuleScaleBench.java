package io.faultdesk.detection;

import io.faultdesk.prediction.Foresight;
import io.faultdesk.bench.Figures;
import io.faultdesk.bench.ManySeries;
import io.faultdesk.bench.ManySeries.Kind;
import io.faultdesk.bench.Millis;
import io.faultdesk.bench.Plot;
import io.faultdesk.bench.Prometheus;
import io.faultdesk.bench.Prometheus.Cost;
import io.faultdesk.bench.Race;
import io.faultdesk.bench.Race.Speed;
import io.faultdesk.catalog.Family;
import io.faultdesk.catalog.IndicatorInfo;
import io.faultdesk.catalog.ServiceInfo;
import io.faultdesk.indicator.Indicator;
import io.faultdesk.indicator.IndicatorWindows;
import io.faultdesk.rules.RuleFiles;
import io.faultdesk.rules.RuleSet;
import io.faultdesk.shared.Level;
import io.faultdesk.shared.ServiceName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thousand rules for a thousand services, beside Prometheus with the same limits on the same series. Prometheus reads what it
 * compares from its store, where scraping has put it; Faultdesk's evaluation is measured with the samples of that step going
 * into the windows, and without.
 */
class RuleScaleBench {

  private static final List<Duration> WINDOWS =
      List.of(Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofHours(1));
  private static final Instant START = Instant.parse("2026-01-05T09:00:00Z");
  /** Samples in the windows of all series together when the measuring begins, an hour of each at most. */
  private static final int HISTORY = 7_200_000;

  private static final String ALL = "samples, snapshots and steps";
  private static final String JUDGED = "snapshots and steps";
  private static final String SNAPSHOTS = "snapshots alone";

  private static final String OURS = "Faultdesk, samples and windows included: ";
  private static final int PACED = 10_000;
  private static final String BY_RULES = "rules, for 1,000 services";
  private static final String BY_SERVICES = "services, by 1,000 rules";

  @TempDir Path folder;

  @Test
  void many_limits_on_few_indicators_beside_prometheus() throws Exception {
    compare("rule-scale-limits", new ManySeries(10, 100, 1000));
  }

  @Test
  void one_limit_on_each_of_many_indicators_beside_prometheus() throws Exception {
    compare("rule-scale-indicators", new ManySeries(1000, 1, 100));
  }

  @Test
  void compiling_a_thousand_rules_and_judging_meanwhile() throws Exception {
    Figures compile = new Figures("rule-compile", "1,000 rules", "s by the clock", "s of processor time");
    for (ManySeries series : List.of(new ManySeries(10, 100, 10), new ManySeries(1000, 1, 10))) {
      compileOnce(series); // warm
      double[] clock = new double[5];
      double[] cpu = new double[5];
      for (int i = 0; i < 5; i++) {
        long begin = System.nanoTime();
        long cpuBegin = Race.processorTime();
        compileOnce(series);
        clock[i] = (System.nanoTime() - begin) / 1e9;
        cpu[i] = (Race.processorTime() - cpuBegin) / 1e9;
      }
      compile.row("%d indicators × %d".formatted(series.indicators(), series.limits()), Race.median(clock),
          Race.median(cpu));
    }
    compile.publish();

    Figures reload = new Figures("rule-reload", "one service judged every ms", "p50 µs", "p99 µs", "slowest ms",
        "p50 µs from when it was due", "p99 µs", "slowest ms");
    ManySeries series = new ManySeries(10, 100, 100);
    Platform platform = new Platform(series);
    try (RuleSet rules = rules(series, Kind.MINUTE_MEAN)) {
      Detection detection = new Detection(rules::judge, rules::recoverable);
      platform.paced(detection, PACED);
      List<Double> ratios = new ArrayList<>();
      for (int round = 0; round < 5; round++) {
        Latency alone = platform.paced(detection, PACED);
        Latency beside = besideCompiling(series, () -> platform.paced(detection, PACED));
        alone.row(reload, "alone, round " + (round + 1));
        beside.row(reload, "beside a compiler that never rests");
        ratios.add(beside.taken().p99() / alone.taken().p99());
      }
      reload.note("p99 beside ÷ alone, median of the rounds: %.2f",
          Race.median(ratios.stream().mapToDouble(Double::doubleValue).toArray()));
    }
    reload.publish();
  }

  private void compileOnce(ManySeries series) throws Exception {
    rules(series, Kind.MINUTE_MEAN).close();
  }

  private Latency besideCompiling(ManySeries series, Callable<Latency> work) throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    try (var compiler = Executors.newSingleThreadExecutor()) {
      var compiling = compiler.submit(() -> {
        while (!over.get()) {
          compileOnce(series);
        }
        return null;
      });
      Latency latency = work.call();
      over.set(true);
      compiling.get();
      return latency;
    }
  }

  /** How long single judgments took, from when they began and from when they were due. */
  private record Latency(Millis taken, Millis sinceDue) {

    void row(Figures figures, String name) {
      figures.row(name, taken.p50() * 1000, taken.p99() * 1000, taken.slowest(), sinceDue.p50() * 1000,
          sinceDue.p99() * 1000, sinceDue.slowest());
    }
  }

  private void compare(String name, ManySeries series) throws Exception {
    Figures figures = new Figures(name, "rules and what they compare", "who", "ms an evaluation",
        "rule×series per CPU second", "Faultdesk ÷ Prometheus");
    try (Prometheus prometheus = Prometheus.scraping(series)) {
      prometheus.scrape(series);
      Platform platform = new Platform(series);
      for (Kind kind : Kind.values()) {
        Cost theirs = prometheus.evaluate(series, kind, kind == Kind.NEWEST_VALUE ? 15 : 30, 3);
        String what = "%d indicators × %d, %s, %d services".formatted(series.indicators(), series.limits(), kind,
            series.services());
        figures.row(what, "Prometheus, by the clock", theirs.seconds() * 1000, series.comparisons() / theirs.seconds(),
            "");
        figures.row(what, "Prometheus, processor time", theirs.cpuSeconds() * 1000,
            series.comparisons() / theirs.cpuSeconds(), "");
        Map<String, Speed> ours = prometheus.stoppedDuring(() -> measured(platform, kind, Duration.ofSeconds(3)));
        ours.forEach(
            (way, speed) -> figures.row(what, way, 1000 / speed.perSecond(), series.comparisons() * speed.perSecond(),
                theirs.least() * speed.perSecond()));
        figures.note("%s: %d alerts fire in Prometheus, %d conditions hold in Faultdesk.", what, theirs.alerts(),
            platform.holding());
        figures.publish();
      }
    }
  }

  /** Both directions from a tenth to the whole; Prometheus at half and all of it. */
  @Test
  void growth_with_rules_and_services() throws Exception {
    ManySeries full = new ManySeries(10, 100, 1000);
    Plot plot = new Plot("One evaluation of all rules for all services", "ms of processor time");
    Figures figures = new Figures("rule-growth", "who and what", "rules", "services", "ms an evaluation");
    ours(full, plot, figures);
    try (Prometheus prometheus = Prometheus.scraping(full)) {
      for (int services : new int[]{500, 1000}) {
        prometheus.scrape(full.withServices(services));
        theirs(prometheus, full.withServices(services), plot, figures);
      }
      theirs(prometheus, full.withLimits(50), plot, figures);
    }
    plot.publish(Path.of("target/bench/rule-growth.svg"));
    figures.publish();
  }

  private void ours(ManySeries full, Plot plot, Figures figures) throws Exception {
    Platform platform = new Platform(full);
    for (Kind kind : Kind.values()) {
      for (int tenth = 1; tenth <= 10; tenth++) {
        ManySeries fewRules = full.withLimits(full.limits() * tenth / 10);
        try (RuleSet rules = rules(fewRules, kind)) {
          double millis = millis(platform, rules, tenth == 1 ? 5 : 1);
          plot.point(BY_RULES, OURS + kind, fewRules.rules(), millis);
          figures.row(OURS + kind, fewRules.rules(), full.services(), millis);
        }
      }
    }
    for (Kind kind : Kind.values()) {
      platform = new Platform(full);
      try (RuleSet rules = rules(full, kind)) {
        for (int tenth = 10; tenth >= 1; tenth--) {
          int services = full.services() * tenth / 10;
          double millis = millis(platform.first(services), rules, 1);
          plot.point(BY_SERVICES, OURS + kind, services, millis);
          figures.row(OURS + kind, full.rules(), services, millis);
        }
      }
    }
    figures.publish();
  }

  private static double millis(Platform platform, RuleSet rules, int warmUps) throws Exception {
    Detection detection = new Detection(rules::judge, rules::recoverable);
    return 1000 / Race.ofThought(Duration.ofMillis(500), warmUps, 3).enter(ALL, () -> {
      platform.sample();
      platform.step(detection);
    }).run().get(ALL).perSecond();
  }

  private static void theirs(Prometheus prometheus, ManySeries series, Plot plot, Figures figures) throws Exception {
    for (Kind kind : Kind.values()) {
      Cost cost = prometheus.evaluate(series, kind, 10, 1);
      String line = "Prometheus, evaluation only: " + kind;
      if (series.services() == 1000) {
        plot.point(BY_RULES, line, series.rules(), cost.least() * 1000);
      }
      if (series.rules() == 1000) {
        plot.point(BY_SERVICES, line, series.services(), cost.least() * 1000);
      }
      figures.row(line, series.rules(), series.services(), cost.least() * 1000);
    }
  }

  private Map<String, Speed> measured(Platform platform, Kind kind, Duration turn) throws Exception {
    try (RuleSet rules = rules(platform.series, kind)) {
      Detection detection = new Detection(rules::judge, rules::recoverable);
      return Race.ofThought(turn, 2, 5)
          .enter(ALL, () -> {
            platform.sample();
            platform.step(detection);
          })
          .enter(JUDGED, () -> platform.step(detection))
          .enter(SNAPSHOTS, platform::snapshots)
          .run();
    }
  }

  private RuleSet rules(ManySeries series, Kind kind) throws Exception {
    Files.writeString(folder.resolve("scale.drl"), series.drl(kind));
    return RuleSet.of(RuleFiles.in(folder));
  }

  /** All services, an hour of samples in their windows. */
  private static final class Platform {

    private final ManySeries series;
    private List<Watched> services = new ArrayList<>();
    private long step;

    Platform(ManySeries series) {
      this.series = series;
      step = Math.min(3600 / ManySeries.STEP, HISTORY / series.indicators() / series.services());
      for (int i = 0; i < series.services(); i++) {
        Watched service = new Watched(series, i);
        services.add(service);
        for (long past = 1; past <= step; past++) {
          service.sample(past, at(past).toEpochMilli());
        }
      }
    }

    /** Only the first services go on. */
    Platform first(int count) {
      services = services.subList(0, count);
      return this;
    }

    private static Instant at(long step) {
      return START.plusSeconds(step * ManySeries.STEP);
    }

    private Instant now() {
      return at(step);
    }

    void sample() {
      step++;
      services.forEach(service -> service.sample(step, now().toEpochMilli()));
    }

    void step(Detection detection) {
      services.forEach(service -> service.step(detection, now()));
    }

    void snapshots() {
      services.forEach(service -> service.snapshot(now()));
    }

    /** Judges one service after the other, one each millisecond, timed. */
    Latency paced(Detection detection, int times) {
      long[] taken = new long[times];
      long[] sinceDue = new long[times];
      long start = System.nanoTime();
      for (int i = 0; i < times; i++) {
        if (i % services.size() == 0) {
          step++;
        }
        long due = start + i * 1_000_000L;
        while (System.nanoTime() < due) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
        long begin = System.nanoTime();
        Watched service = services.get(i % services.size());
        service.sample(step, now().toEpochMilli());
        service.step(detection, now());
        long end = System.nanoTime();
        taken[i] = end - begin;
        sinceDue[i] = end - due;
      }
      return new Latency(Millis.of(taken), Millis.of(sinceDue));
    }

    int holding() {
      return services.stream().mapToInt(service -> service.state.holds().size()).sum();
    }
  }

  /** One service, its windows and what detection remembers of it. */
  private static final class Watched {

    private final ManySeries series;
    private final int number;
    private final ServiceInfo service;
    private final IndicatorWindows[] windows;
    private ServiceState state = ServiceState.EMPTY;

    Watched(ManySeries series, int number) {
      this.series = series;
      this.number = number;
      service = new ServiceInfo(
          ServiceName.of(series.service(number)), "platform", Level.HIGH, Set.of(), ServiceInfo.COMMON_FAMILY, true);
      windows = new IndicatorWindows[series.indicators()];
      for (int i = 0; i < windows.length; i++) {
        windows[i] = new IndicatorWindows(service.name(), info(series.indicator(i)), IndicatorWindows.MAX_CAPACITY);
      }
    }

    void sample(long step, long time) {
      for (int i = 0; i < windows.length; i++) {
        String refused = windows[i].add(time, series.value(number, i, step), time);
        if (refused != null) {
          throw new IllegalStateException(refused);
        }
      }
    }

    List<Indicator> snapshot(Instant now) {
      List<Indicator> indicators = new ArrayList<>(windows.length);
      for (IndicatorWindows window : windows) {
        indicators.add(window.at(now));
      }
      return indicators;
    }

    void step(Detection detection, Instant now) {
      state = detection.step(service, state, List.of(), List.of(), snapshot(now), Foresight.NONE, now).state();
    }
  }

  private static IndicatorInfo info(String name) {
    return new IndicatorInfo(name, "", Family.SYSTEM_PERFORMANCE, IndicatorInfo.Bad.HIGH, IndicatorInfo.Kind.GAUGE,
        IndicatorInfo.Missing.LEAVE, WINDOWS);
  }
}
