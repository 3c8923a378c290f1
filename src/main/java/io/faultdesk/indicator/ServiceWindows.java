package io.faultdesk.indicator;

import io.faultdesk.shared.ServiceName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The windows of all indicators of one service, behind one lock that is never held while waiting for anything. */
final class ServiceWindows {

  /** Why the sample of a new indicator is not taken where there is no room. */
  static final String TOO_MANY = "there are too many indicators already (faultdesk.indicator.max-series)";

  private final ServiceName service;
  private final Function<SeriesKey, @Nullable IndicatorWindows> maker;
  private final TreeMap<String, IndicatorWindows> byName = new TreeMap<>();
  private boolean retired;

  /** @param maker makes the windows of an indicator, or null where there is no room for more */
  ServiceWindows(ServiceName service, Function<SeriesKey, @Nullable IndicatorWindows> maker) {
    this.service = service;
    this.maker = maker;
  }

  /** Adds a sample; returns null, or why it was not taken. */
  synchronized @Nullable String add(String indicator, double value, long time, long now) {
    if (retired) {
      return "its service is being forgotten at this moment; send it again";
    }
    IndicatorWindows windows = of(indicator);
    return windows == null ? TOO_MANY : windows.add(time, value, now);
  }

  /** Ends an indicator at that time; whether that is news. */
  synchronized boolean end(String indicator, long time, long now) {
    IndicatorWindows windows = byName.get(indicator);
    return windows != null && windows.end(time, now);
  }

  synchronized List<Indicator> snapshot(Instant now) {
    List<Indicator> indicators = new ArrayList<>(byName.size());
    for (IndicatorWindows windows : byName.values()) {
      indicators.add(windows.at(now));
    }
    return List.copyOf(indicators);
  }

  /** What stands for the time between these moments, epoch milliseconds, by indicator; see {@link IndicatorWindows#row}. */
  synchronized Map<String, Double> row(long from, long to) {
    Map<String, Double> row = new HashMap<>(2 * byName.size());
    byName.forEach((name, windows) -> {
      double value = windows.row(from, to);
      if (!Double.isNaN(value)) {
        row.put(name, value);
      }
    });
    return row;
  }

  /** Does that to the windows of one indicator, made where need be; nothing where there is no room. */
  synchronized void with(String indicator, Consumer<IndicatorWindows> work) {
    IndicatorWindows windows = of(indicator);
    if (windows != null) {
      work.accept(windows);
    }
  }

  /** Does that to the windows of each indicator. */
  synchronized void forEach(BiConsumer<SeriesKey, IndicatorWindows> work) {
    byName.forEach((name, windows) -> work.accept(new SeriesKey(service, name), windows));
  }

  /** Forgets the indicators without a sample since that moment; returns their names. */
  synchronized List<String> forgetSilentSince(long moment) {
    List<String> silent =
        byName.values().stream().filter(each -> each.newestAt() < moment).map(IndicatorWindows::name).toList();
    silent.forEach(byName::remove);
    return silent;
  }

  /** Closes for good where nothing is left; whether it did. */
  synchronized boolean retire() {
    retired = byName.isEmpty();
    return retired;
  }

  private @Nullable IndicatorWindows of(String indicator) {
    IndicatorWindows windows = byName.get(indicator);
    if (windows == null) {
      windows = maker.apply(new SeriesKey(service, indicator));
      if (windows != null) {
        byName.put(indicator, windows);
      }
    }
    return windows;
  }
}
