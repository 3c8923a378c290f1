package io.faultdesk.indicator;

import io.faultdesk.catalog.Catalog;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.TimeRange;
import io.faultdesk.signal.Sample;
import io.faultdesk.signal.SampleSink;
import io.faultdesk.signal.SeriesEnd;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** The live windows of every indicator of every service, and what is stored of their past. Thread-safe. */
@Component
public class IndicatorBoard implements SampleSink {

  private final Catalog catalog;
  private final Clock clock;
  private final IndicatorSettings settings;
  private final StoredMinutes stored;
  private final ApplicationEventPublisher events;
  private final ConcurrentMap<ServiceName, ServiceWindows> services = new ConcurrentHashMap<>();
  private final AtomicInteger series = new AtomicInteger();
  private final LongAdder taken = new LongAdder();

  IndicatorBoard(
      Catalog catalog,
      Clock clock,
      IndicatorSettings settings,
      StoredMinutes stored,
      ApplicationEventPublisher events) {
    this.catalog = catalog;
    this.clock = clock;
    this.settings = settings;
    this.stored = stored;
    this.events = events;
  }

  /** Takes the samples, each on its own: late ones in their place, one of a known time instead of the former. */
  @Override
  public List<@Nullable String> take(List<Sample> samples) {
    long now = clock.millis();
    List<@Nullable String> reasons = new ArrayList<>(samples.size());
    Set<ServiceName> changed = new HashSet<>();
    ServiceName service = null;
    ServiceWindows windows = null;
    for (Sample sample : samples) {
      if (windows == null || !sample.service().equals(service)) {
        service = sample.service();
        windows = windowsOf(service);
      }
      String reason =
          windows == null
              ? ServiceWindows.TOO_MANY
              : windows.add(sample.indicator(), sample.value(), sample.time(), now);
      if (reason == null) {
        changed.add(sample.service());
        taken.increment();
      }
      reasons.add(reason);
    }
    if (!changed.isEmpty()) {
      events.publishEvent(new IndicatorsChanged(changed));
    }
    return reasons;
  }

  @Override
  public void end(List<SeriesEnd> ends) {
    long now = clock.millis();
    Set<ServiceName> changed = new HashSet<>();
    for (SeriesEnd end : ends) {
      ServiceWindows windows = services.get(end.service());
      if (windows != null && windows.end(end.indicator(), end.time(), now)) {
        changed.add(end.service());
      }
    }
    if (!changed.isEmpty()) {
      events.publishEvent(new IndicatorsChanged(changed));
    }
  }

  /** The indicators of that service as they stand at that moment, immutable; empty where it never sent a sample. */
  public List<Indicator> snapshot(ServiceName service, Instant now) {
    ServiceWindows windows = services.get(service);
    return windows == null ? List.of() : windows.snapshot(now);
  }

  /**
   * One number for each indicator of that service and all of that time, which must not be longer ago than the longest window: the
   * mean of its samples, of a counter by how much it has grown. What is not known is left out.
   */
  public Map<String, Double> row(ServiceName service, TimeRange time) {
    ServiceWindows windows = services.get(service);
    return windows == null ? Map.of() : windows.row(time.from().toEpochMilli(), time.to().toEpochMilli());
  }

  /**
   * The same from what is stored, for one stretch of time of that length after the other; those of which nothing is known are
   * left out.
   *
   * @param step whole minutes, one or more
   */
  public SortedMap<Instant, Map<String, Double>> rows(ServiceName service, TimeRange time, Duration step) {
    return stored.rows(service, time, step, indicator -> catalog.indicator(indicator).kind());
  }

  /** Every service that has windows. */
  public Set<ServiceName> services() {
    return Set.copyOf(services.keySet());
  }

  /**
   * What is stored of an indicator's past, oldest first; steps without a sample are left out.
   *
   * @param step a whole number of minutes; the first starts with the range
   */
  public List<HistoryPoint> history(ServiceName service, String indicator, TimeRange range, Duration step) {
    return stored.history(new SeriesKey(service, indicator), range, step);
  }

  /** Of how many indicators of that service something is stored. */
  public int stored(ServiceName service) {
    return stored.count(service);
  }

  /** The indicators of these names of which something is stored, by service and name. */
  public List<SeriesKey> stored(Set<String> indicators) {
    return stored.stored(indicators);
  }

  /**
   * Hands out what is stored of the past of many indicators, each oldest first, in few questions; without any stored sample
   * it is empty.
   *
   * @param step a whole number of minutes; the first starts with the range
   */
  public void histories(
      Collection<SeriesKey> series, TimeRange range, Duration step, BiConsumer<SeriesKey, List<HistoryPoint>> taker) {
    stored.histories(series, range, step, taker);
  }

  /** Does that to the windows of one indicator, alone. */
  void with(SeriesKey key, Consumer<IndicatorWindows> work) {
    ServiceWindows windows = windowsOf(key.service());
    if (windows != null) {
      windows.with(key.indicator(), work);
    }
  }

  /** From when on stored samples are of use to its windows at that time, both in epoch milliseconds. */
  long neededSince(SeriesKey key, long now) {
    return IndicatorWindows.neededSince(catalog.indicator(key.indicator()), now);
  }

  /** Does that to the windows of every indicator, one service after the other, alone with each. */
  void forEach(BiConsumer<SeriesKey, IndicatorWindows> work) {
    services.values().forEach(each -> each.forEach(work));
  }

  /** Forgets the indicators without a sample since that moment, and makes their places free; returns which. */
  List<SeriesKey> forgetSilentSince(Instant moment) {
    List<SeriesKey> forgotten = new ArrayList<>();
    services.forEach(
        (service, windows) -> {
          for (String name : windows.forgetSilentSince(moment.toEpochMilli())) {
            forgotten.add(new SeriesKey(service, name));
          }
          if (windows.retire()) {
            services.remove(service);
          }
        });
    series.addAndGet(-forgotten.size());
    return forgotten;
  }

  int seriesCount() {
    return series.get();
  }

  long samplesTaken() {
    return taken.sum();
  }

  private @Nullable ServiceWindows windowsOf(ServiceName service) {
    ServiceWindows windows = services.get(service);
    if (windows == null && series.get() < settings.maxSeries()) {
      catalog.heardOf(service);
      windows = services.computeIfAbsent(service, name -> new ServiceWindows(name, this::make));
    }
    return windows;
  }

  private @Nullable IndicatorWindows make(SeriesKey key) {
    if (series.incrementAndGet() > settings.maxSeries()) {
      series.decrementAndGet();
      return null;
    }
    return new IndicatorWindows(key.service(), catalog.indicator(key.indicator()), settings.maxSamples());
  }
}
