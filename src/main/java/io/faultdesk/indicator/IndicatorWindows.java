package io.faultdesk.indicator;

import io.faultdesk.catalog.IndicatorInfo;
import io.faultdesk.catalog.IndicatorInfo.Kind;
import io.faultdesk.indicator.Window.Content;
import io.faultdesk.shared.ServiceName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The sliding windows of one indicator of one service, live or in a replay. It knows no clock: whoever calls says what time it
 * is, and for it time never runs backwards. A window holds what is newer than its length, samples from slightly wrong clocks
 * ahead of time included. Not thread-safe; what {@link #at} returns is immutable.
 *
 * <p>Memory is bounded by {@link #maxBytes}: up to {@code capacity} samples are kept as they came; beyond that the older ones are
 * condensed to slots of (longest window / half the capacity), at least 150 ms, after which count, mean, variance, minimum, maximum and growth are
 * still exact, quantiles and slope are approximate, and a window's old edge is blurred by at most one slot. Where a slot is
 * longer than a minute, changed minutes that are not drained yet are kept beside it until they are.
 *
 * <p>An indicator may be said to have ended. Then it has no value and its windows show nothing, as if all of it had left them,
 * until a newer sample comes: that goes on where the former ones stopped, and they count again as far as a window reaches.
 */
public final class IndicatorWindows {

  /** The most samples that one indicator can keep as they came: one a second for an hour, and some. */
  public static final int MAX_CAPACITY = 4096;

  /** How much longer than the longest window samples are kept, so that every minute a late one falls into is whole. */
  private static final long SPARE = 2 * Points.MINUTE;

  /** What the objects around the arrays take, rounded up. */
  private static final int OVERHEAD = 640;

  /** Milliseconds; keeps what is stored of a minute under 60,000 bytes. */
  private static final long SHORTEST_SLOT = 150;

  private static final double IQR_OF_NORMAL = 1.349;

  private final ServiceName service;
  private final IndicatorInfo info;
  private final Points points;
  private final List<Window> windows;
  private final TreeSet<Long> changedMinutes = new TreeSet<>();
  /** Changed minutes as they were before they were blended with others, which is how they are to be stored. */
  private final TreeMap<Long, Minute> keptApart = new TreeMap<>();
  private final long longest;
  private long now = Long.MIN_VALUE;
  private long lastChanged = Long.MIN_VALUE;
  private long droppedUntil = Long.MIN_VALUE;
  private long blendedBefore = Long.MIN_VALUE;
  private long newestAt = Long.MIN_VALUE;
  private double newest = Double.NaN;
  /** Up to when it is known to have ended; what is newer than that goes on. */
  private long endedAt = Long.MIN_VALUE;

  /** @param capacity how many samples are kept as they came, 64 to {@link #MAX_CAPACITY} */
  public IndicatorWindows(ServiceName service, IndicatorInfo info, int capacity) {
    this.service = service;
    this.info = info;
    longest = info.longestWindow().toMillis();
    points = new Points(capacity, info.kind() == Kind.COUNTER, Math.max(SHORTEST_SLOT, longest * 2 / capacity));
    windows = info.windows().stream().map(length -> new Window(length, points)).toList();
  }

  /** The most bytes the windows of one indicator can take with that many samples and windows. */
  public static long maxBytes(int capacity, int windows) {
    long perSample = 8 + 8 + 8 + 36;
    long perSampleAndWindow = 2 * (8 + 4);
    return OVERHEAD + capacity * (perSample + perSampleAndWindow * windows) + windows * 512L;
  }

  /**
   * Puts a sample in its place, late or not. A second sample of the same time replaces the first.
   *
   * @param time epoch milliseconds
   * @param clock what time it is, epoch milliseconds
   * @return null, or why the sample was not taken
   */
  public @Nullable String add(long time, double value, long clock) {
    advance(clock);
    if (time <= now - longest) {
      return "older than the longest window of " + info.name();
    }
    if (points.tight()) {
      makeRoom();
    }
    if (time <= points.condensedUntil()) {
      return "too late: the samples of that time are condensed already";
    }
    int found = points.find(time);
    if (found >= 0) {
      replace(found, value);
    } else {
      insert(-found - 1, time, value);
    }
    if (time >= newestAt) {
      newestAt = time;
      newest = value;
    }
    long minute = time - Math.floorMod(time, Points.MINUTE);
    if (minute != lastChanged) {
      lastChanged = minute;
      changedMinutes.add(minute);
    }
    return null;
  }

  /** Puts a stored point that stands for several samples behind all others; one that is not newer than they are is left out. */
  void add(StoredSample.Condensed point, long clock) {
    advance(clock);
    if (point.time() <= newestAt) {
      return;
    }
    if (points.tight()) {
      makeRoom();
    }
    point.into(points);
    windows.forEach(window -> window.inserted(points.size() - 1));
    newestAt = point.time();
    newest = point.last();
  }

  /**
   * Says that it has ended.
   *
   * @param time epoch milliseconds
   * @param clock what time it is, epoch milliseconds
   * @return whether that is news: not where it goes on after that time, never began or has ended already
   */
  public boolean end(long time, long clock) {
    advance(clock);
    if (newestAt == Long.MIN_VALUE || newestAt > time || ended()) {
      return false;
    }
    endedAt = time;
    stillChanged(newestAt - Math.floorMod(newestAt, Points.MINUTE));
    return true;
  }

  private boolean ended() {
    return newestAt <= endedAt;
  }

  /** The indicator as it stands at that moment. */
  public Indicator at(Instant moment) {
    advance(moment.toEpochMilli());
    return ended() ? reading(Double.NaN, Double.NaN, nothing()) : reading();
  }

  private WindowStatistics[] nothing() {
    return windows.stream()
        .map(window -> Statistics.empty(window.length(), info.kind()))
        .toArray(WindowStatistics[]::new);
  }

  private Reading reading() {
    WindowStatistics[] statistics = new WindowStatistics[windows.size()];
    double robustZ = Double.NaN;
    for (int i = 0; i < statistics.length; i++) {
      Window window = windows.get(i);
      Content content = window.content(info.missing());
      statistics[i] = window.statistics(content, info.kind(), now);
      if (i == statistics.length - 1) {
        robustZ = robustZ(statistics[i], content.spread());
      }
    }
    return reading(newest, robustZ, statistics);
  }

  private Reading reading(double last, double robustZ, WindowStatistics[] statistics) {
    return new Reading(
        service,
        info.name(),
        info.unit(),
        last,
        newestAt == Long.MIN_VALUE ? Double.NaN : Math.max(0, now - newestAt) / 1000.0,
        robustZ,
        List.of(statistics),
        statistics[Math.min(1, statistics.length - 1)]);
  }

  /**
   * What stands for the time from the one moment up to the other, epoch milliseconds: the mean of its samples, of a counter by how
   * much it has grown; NaN where that is not known. The same as {@link MinuteRows} make of what is stored.
   */
  double row(long from, long to) {
    int begin = points.firstAfter(from - 1);
    int end = points.firstAfter(to - 1);
    if (begin == end) {
      return Double.NaN;
    }
    if (info.kind() == Kind.COUNTER) {
      boolean known = begin > 0 && points.time(begin - 1) >= from - (to - from);
      return known ? growth(points.last(begin - 1), points.last(end - 1)) : Double.NaN;
    }
    Moments moments = new Moments();
    for (int i = begin; i < end; i++) {
      moments.add(0, points.value(i), points.weight(i), points.within(i));
    }
    return moments.mean();
  }

  /** How much a counter has grown; NaN where it began anew. */
  static double growth(double before, double after) {
    return after >= before ? after - before : Double.NaN;
  }

  String name() {
    return info.name();
  }

  /** Epoch milliseconds of the newest sample. */
  long newestAt() {
    return newestAt;
  }

  /** From when on samples are of use to the windows of such an indicator at that time, both in epoch milliseconds. */
  static long neededSince(IndicatorInfo info, long now) {
    return now - info.longestWindow().toMillis() - SPARE;
  }

  /** Before which stored samples are of no use any more; the newest minute always is. */
  long neededFrom() {
    return Math.min(neededSince(info, now), newestAt - Math.floorMod(newestAt, Points.MINUTE));
  }

  /** About how much heap this takes. */
  long bytes() {
    return OVERHEAD + points.bytes() + windows.stream().mapToLong(window -> 96 + window.bytes()).sum();
  }

  /** The minutes that changed since the last call, whole. */
  List<Minute> drainChanges() {
    List<Minute> minutes = new ArrayList<>(keptApart.size() + changedMinutes.size());
    minutes.addAll(keptApart.values());
    changedMinutes.forEach(start -> whole(start, minutes));
    keptApart.clear();
    changedMinutes.clear();
    lastChanged = Long.MIN_VALUE;
    return minutes;
  }

  private void whole(long start, List<Minute> minutes) {
    int from = points.firstAfter(start - 1);
    int to = points.firstAfter(start + Points.MINUTE - 1);
    // a minute that has lost samples would overwrite what is stored of it with less
    if (start > droppedUntil && from < to) {
      minutes.add(Minute.of(points, start, from, to, ended() && to == points.size()));
    }
  }

  /** Takes back that this minute was stored. */
  void notStored(Minute minute) {
    if (minute.startsAt() < blendedBefore) {
      keptApart.putIfAbsent(minute.startsAt(), minute);
    } else {
      stillChanged(minute.startsAt());
    }
  }

  /** The minute that starts then has to be stored anew. */
  void stillChanged(long minute) {
    changedMinutes.add(minute);
  }

  /** Afterwards nothing before that minute can change or be told apart any more. */
  private void keepApart(long blendedFrom) {
    List<Minute> minutes = new ArrayList<>();
    Set<Long> blended = changedMinutes.headSet(blendedFrom);
    blended.forEach(start -> whole(start, minutes));
    blended.clear();
    minutes.forEach(minute -> keptApart.put(minute.startsAt(), minute));
    blendedBefore = Math.max(blendedBefore, blendedFrom);
  }

  /** Loads a stored minute, the oldest first; {@link #restored} has to follow. */
  void restore(StoredSamples stored) {
    stored.forEach(
        new StoredSamples.Reader() {
          @Override
          public void end(long time) {
            endedAt = time;
          }

          @Override
          public void plain(long time, double value) {
            restoring(time, value);
            points.insert(points.size(), time, value);
          }

          @Override
          public void condensed(
              long time, int weight, double mean, double within, double low, double high, double last, double growth) {
            restoring(time, last);
            points.append(time, mean, weight, within, low, high, last, growth);
          }
        });
  }

  /** A stored minute cannot be read: it stays as it is. */
  void unreadable(long minute) {
    droppedUntil = Math.max(droppedUntil, minute + Points.MINUTE - 1);
  }

  /** All that was stored has been loaded. */
  void restored(long clock) {
    now = clock;
    forgetOld();
    windows.forEach(window -> window.rearranged(now));
  }

  private void restoring(long time, double last) {
    if (points.full()) {
      points.condense(this::keepApart);
    }
    newestAt = time;
    newest = last;
  }

  private void advance(long clock) {
    if (clock > now) {
      now = clock;
      for (Window window : windows) {
        window.advance(now);
      }
    }
  }

  private void replace(int i, double value) {
    if (points.value(i) == value) {
      return;
    }
    for (Window window : windows) {
      window.leaving(i);
    }
    points.replace(i, value);
    for (Window window : windows) {
      window.returned(i);
    }
  }

  private void insert(int i, long time, double value) {
    points.insert(i, time, value);
    for (Window window : windows) {
      window.inserted(i);
    }
  }

  private void makeRoom() {
    forgetOld();
    if (points.full()) {
      points.condense(this::keepApart);
      windows.forEach(window -> window.rearranged(now));
    }
  }

  private void forgetOld() {
    int old = points.firstAfter(now - longest - SPARE);
    if (old > points.size() / 4 || points.full()) {
      droppedUntil = old == 0 ? droppedUntil : points.time(old - 1);
      changedMinutes.headSet(droppedUntil, true).clear();
      points.drop(old);
      windows.forEach(window -> window.dropped(old));
    }
  }

  private double robustZ(WindowStatistics baseline, double spread) {
    double off = newest - baseline.median();
    double scale = spread > 0 ? spread / IQR_OF_NORMAL : baseline.deviation();
    return scale == 0 ? 0 : off / scale;
  }
}
