package io.faultdesk.demo;

import io.faultdesk.demo.CrmPlatform.Measurement;
import io.faultdesk.demo.DemoSettings.Spell;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** The simulated platform as the demo plays it with its usual settings, but for tests that move the clock. */
public final class PlayedPlatform {

  private final CrmPlatform platform = new CrmPlatform(20260302);
  private final DemoSettings settings =
      new Binder(new MapConfigurationPropertySource(Map.of())).bindOrCreate("faultdesk.demo", DemoSettings.class);
  private final Instant start;

  public PlayedPlatform(Instant start) {
    this.start = start;
  }

  /** The means of all it measures in that minute, by service and indicator. */
  public Map<String, Map<String, Double>> minute(Instant from) {
    Map<String, Map<String, Double>> sums = new HashMap<>();
    for (int second = 0; second < 60; second++) {
      for (Measurement each : measure(from.plusSeconds(second))) {
        sums.computeIfAbsent(each.service(), service -> new HashMap<>())
            .merge(each.indicator(), each.value() / 60, Double::sum);
      }
    }
    return sums;
  }

  private Iterable<Measurement> measure(Instant now) {
    Duration sinceStart = Duration.between(start, now);
    return sinceStart.isNegative()
        ? platform.measure(now, null, 0)
        : platform.measure(now, settings.at(sinceStart).breakdown(), settings.onset(sinceStart));
  }

  /** Of which services anything is far from normal at that moment, because the platform is broken. */
  public Map<String, String> broken(Instant now) {
    Spell spell = settings.at(Duration.between(start, now));
    if (!spell.broken()) {
      return Map.of();
    }
    return platform.measure(now, null, 0).stream()
        .filter(each -> spell.breakdown().level(each.service() + "/" + each.indicator(), Double.NaN) > 0)
        .collect(Collectors.toMap(Measurement::service, each -> spell.breakdown().name(), (one, same) -> one));
  }

  /** What breaks next, or is broken. */
  public String next(Instant now) {
    return settings.at(Duration.between(start, now)).breakdown().name();
  }
}
