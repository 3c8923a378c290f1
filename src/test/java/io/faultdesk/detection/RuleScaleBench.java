package io.faultdesk.detection;

import io.faultdesk.bench.Figures;
import io.faultdesk.bench.ManySeries;
import io.faultdesk.bench.ManySeries.Kind;
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
  private static final int HISTORY = 3600 / ManySeries.STEP;

  private static final String ALL = "samples, snapshots and steps";
  private static final String JUDGED = "snapshots and steps";
  private static final String SNAPSHOTS = "snapshots alone";

  @TempDir
  Path folder;

  @Test
  void beside_prometheus() throws Exception {
    Figures figures = new Figures("rule-scale", "rules and what they compare", "who", "ms an evaluation",
        "rule×series per CPU second", "Faultdesk ÷ Prometheus");
    compare(new ManySeries(10, 100, 1000), figures);
    compare(new ManySeries(1000, 1, 100), figures);
  }

  private void compare(ManySeries series, Figures figures) throws Exception {
    try (Prometheus prometheus = Prometheus.scraping(series)) {
      prometheus.scrape(series);
      Platform platform = new Platform(series);
      for (Kind kind : Kind.values()) {
        Cost theirs = prometheus.evaluate(series, kind, kind == Kind.NEWEST_VALUE ? 15 : 30, 3);
        String what = "%d indicators × %d, %s, %d services".formatted(series.indicators(), series.limits(), kind,
            series.services());
        figures.row(what, "Prometheus, by the clock", theirs.seconds() * 1000, series.comparisons() / theirs.seconds(), "");
        figures.row(what, "Prometheus, processor time", theirs.cpuSeconds() * 1000,
            series.comparisons() / theirs.cpuSeconds(), "");
        Map<String, Speed> ours = prometheus.stoppedDuring(() -> measured(platform, kind, Duration.ofSeconds(3)));
        ours.forEach(
            (name, speed) -> figures.row(what, name, 1000 / speed.perSecond(), series.comparisons() * speed.perSecond(),
                theirs.least() * speed.perSecond()));
        figures.note("%s: %d alerts fire in Prometheus, %d conditions hold in Faultdesk.", what, theirs.alerts(),
            platform.holding());
        figures.publish();
      }
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
    private final List<Watched> services = new ArrayList<>();
    private long step;

    Platform(ManySeries series) {
      this.series = series;
      for (int i = 0; i < series.services(); i++) {
        Watched service = new Watched(series, i);
        services.add(service);
        for (long past = 1; past <= HISTORY; past++) {
          service.sample(past, at(past).toEpochMilli());
        }
      }
      step = HISTORY;
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
      state = detection.step(service, state, List.of(), List.of(), snapshot(now), now).state();
    }
  }

  private static IndicatorInfo info(String name) {
    return new IndicatorInfo(name, "", Family.SYSTEM_PERFORMANCE, IndicatorInfo.Bad.HIGH, IndicatorInfo.Kind.GAUGE,
        IndicatorInfo.Missing.LEAVE, WINDOWS);
  }
}
