package io.faultdesk.catalog;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is declared of the indicators of one name, the same for every service.
 *
 * @param unit such as {@code ms} or {@code 1/s}; empty where none was declared
 * @param family null where nobody declared the indicator
 * @param windows lengths of the sliding windows, ascending, at least one; the last one is the baseline of the robust z
 * @param limit the value at which it is exhausted, reached from below where high values are bad and from above where low ones
 *     are; null where there is none
 */
public record IndicatorInfo(
    String name,
    String unit,
    @Nullable Family family,
    Bad bad,
    Kind kind,
    Missing missing,
    List<Duration> windows,
    @Nullable Double limit) {

  public IndicatorInfo {
    windows = List.copyOf(windows);
  }

  /** An indicator without a limit. */
  public IndicatorInfo(
      String name, String unit, @Nullable Family family, Bad bad, Kind kind, Missing missing, List<Duration> windows) {
    this(name, unit, family, bad, kind, missing, windows, null);
  }

  /** The longest window, which is also the age beyond which a sample is refused. */
  public Duration longestWindow() {
    return windows.getLast();
  }

  /** In which direction a value is bad. */
  public enum Bad {
    HIGH,
    LOW,
    BOTH
  }

  /** Whether values stand for themselves or count upwards since the sender started. */
  public enum Kind {
    GAUGE,
    COUNTER
  }

  /** What stands in for a missing value. */
  public enum Missing {
    LEAVE,
    MEAN,
    MEDIAN,
    NEAREST
  }
}
