package io.faultdesk.indicator;

import io.faultdesk.shared.TimeRange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The stored samples of one service. */
public final class ServiceSamples {

  private static final long MINUTE = 60_000;

  /** So many minutes of one indicator are in memory at once, or as much less as there are more indicators. */
  private static final int MINUTES_AT_ONCE = 2400;

  private final SampleRows rows;
  private final SortedMap<Long, String> series = new TreeMap<>();

  ServiceSamples(SampleRows rows) {
    this.rows = rows;
  }

  void add(long id, String indicator) {
    series.put(id, indicator);
  }

  /** The names of its indicators. */
  public Collection<String> indicators() {
    return List.copyOf(series.values());
  }

  /** Hands out the samples whose time lies in the range, the oldest first, and never more than a stretch of them in memory. */
  public void forEach(TimeRange range, Consumer<StoredSample> taker) {
    long from = range.from().toEpochMilli();
    long to = range.to().toEpochMilli();
    long stretch = MINUTE * Math.clamp(MINUTES_AT_ONCE / Math.max(1, series.size()), 1, 60);
    for (long start = from - Math.floorMod(from, MINUTE); start < to; start += stretch) {
      List<StoredSample> samples = read(start, Math.min(to, start + stretch));
      for (StoredSample sample : samples) {
        if (sample.time() >= from && sample.time() < to) {
          taker.accept(sample);
        }
      }
    }
  }

  private List<StoredSample> read(long start, long before) {
    SortedMap<Long, Long> since = new TreeMap<>();
    series.keySet().forEach(id -> since.put(id, start));
    List<StoredSample> samples = new ArrayList<>();
    rows.read(since, before, (id, minutes) -> {
      Unpacking unpacking = new Unpacking(String.valueOf(series.get(id)), samples, before - 1);
      minutes.stream().filter(minute -> minute.fault() == null).forEach(minute -> minute.forEach(unpacking));
    });
    // stable: what came at one moment stays in the order of the series
    samples.sort(Comparator.comparingLong(StoredSample::time));
    return samples;
  }

  /** Makes samples of stored minutes. */
  private static final class Unpacking implements StoredSamples.Reader {

    private final String indicator;
    private final List<StoredSample> samples;
    private final long latest;
    private long newest = Long.MIN_VALUE;
    private long apart;

    /** @param latest no sample is handed out as later than that */
    Unpacking(String indicator, List<StoredSample> samples, long latest) {
      this.indicator = indicator;
      this.samples = samples;
      this.latest = latest;
    }

    @Override
    public void plain(long time, double value) {
      samples.add(new StoredSample.Plain(indicator, time, value));
      next(time);
    }

    /** It is not stored when the end was told; whoever tells it does so when the next sample would have come. */
    @Override
    public void end(long time) {
      samples.add(new StoredSample.Ended(indicator, Math.max(time, Math.min(time + apart, latest)), time));
    }

    @Override
    public void condensed(
        long time, int weight, double mean, double within, double low, double high, double last, double growth) {
      samples.add(new StoredSample.Condensed(indicator, time, weight, mean, within, low, high, last, growth));
      next(time);
    }

    private void next(long time) {
      apart = newest == Long.MIN_VALUE ? 0 : time - newest;
      newest = time;
    }
  }
}
