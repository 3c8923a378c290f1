package io.faultdesk.indicator;

import static io.faultdesk.indicator.Windows.ORDERS;
import static io.faultdesk.indicator.Windows.T;
import static io.faultdesk.indicator.Windows.info;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.faultdesk.catalog.IndicatorInfo;
import io.faultdesk.catalog.IndicatorInfo.Kind;
import io.faultdesk.catalog.IndicatorInfo.Missing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of an indicator with far more samples than are kept. */
class CondensedWindowsTest {

  private static final int EVERY = 50;

  @ParameterizedTest
  @CsvSource({"GAUGE, 11", "COUNTER, 12"})
  void twenty_samples_a_second_keep_exact_sums_and_close_quantiles(Kind kind, long seed) {
    Random random = new Random(seed);
    System.out.println("condensed, seed " + seed);
    IndicatorWindows windows = windows(kind);
    TreeMap<Long, Double> samples = new TreeMap<>();
    long now = T;
    double level = 0;
    for (int i = 0; i < 90_000; i++) {
      now += EVERY;
      level = kind == Kind.GAUGE ? 200 + 20 * random.nextGaussian()
          : random.nextInt(1000) == 0 ? 0 : level + random.nextInt(5);
      assertThat(windows.add(now, level, now)).isNull();
      samples.put(now, level);
    }

    Indicator indicator = windows.at(Instant.ofEpochMilli(now));
    Indicator again = restored(windows, kind, now);
    for (Indicator each : List.of(indicator, again)) {
      for (WindowStatistics window : each.windows()) {
        // the old edge is blurred by one slot: compare with the samples that are really in
        long oldest = new ArrayList<>(samples.descendingMap().keySet()).get((int) window.count() - 1);
        Naive naive = Naive.of(samples.tailMap(oldest), window.length().plusSeconds(5), now);
        assertThat(window.count()).isBetween(window.length().toMillis() / EVERY,
            window.length().toMillis() / EVERY + 36);
        assertThat(window.mean()).isCloseTo(naive.mean(), within(1e-8 * naive.mean()));
        assertThat(window.variance()).isCloseTo(naive.variance(), within(1e-8 * naive.variance()));
        assertThat(window.min()).isEqualTo(naive.quantile(0));
        assertThat(window.max()).isEqualTo(naive.quantile(1));
        assertThat(window.median()).isCloseTo(naive.quantile(0.5), within(0.03 * (window.max() - window.min())));
        if (kind == Kind.COUNTER) {
          assertThat(window.rate()).isCloseTo(naive.growth(), within(0.03 * naive.growth()));
        }
      }
    }
    assertThat(indicator.last()).isEqualTo(level);
  }

  @Test
  void a_sample_of_a_condensed_time_is_refused_because_it_might_count_twice() {
    IndicatorWindows windows = windows(Kind.GAUGE);
    for (int i = 0; i < 5000; i++) {
      windows.add(T + i * EVERY, i, T + i * EVERY);
    }
    assertThat(windows.add(T + EVERY, 1, T + 5000 * EVERY)).contains("condensed");
    assertThat(windows.add(T + 4999 * EVERY, 1, T + 5000 * EVERY)).isNull();
    assertThat(windows.at(Instant.ofEpochMilli(T + 5000 * EVERY)).baseline().count()).isEqualTo(5000);
  }

  @Test
  void minutes_that_are_blended_into_long_slots_are_stored_as_they_were() {
    IndicatorWindows windows =
        new IndicatorWindows(ORDERS, info(Kind.GAUGE, Missing.LEAVE, "1h", "24h", "48h"), 4096);
    long end = T + 10_000 * 10_000L;
    List<Minute> unlucky = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      assertThat(windows.add(T + i * 10_000L, i, end)).isNull();
      if (i == 3_601) {
        List<Minute> lost = windows.drainChanges();
        assertThat(lost).hasSize(601);
        lost.forEach(windows::notStored);
      } else if (i == 7_777) {
        unlucky.addAll(windows.drainChanges());
      } else if (i == 9_000) {
        unlucky.forEach(windows::notStored);
      }
    }
    List<Minute> stored = windows.drainChanges();

    assertThat(stored).hasSize(1667).extracting(Minute::startsAt).isSorted().doesNotHaveDuplicates();
    for (Minute minute : stored) {
      long first = (minute.startsAt() - T) / 10_000;
      long count = Math.min(6, 10_000 - first);
      assertThat(minute.count()).as("samples from number %s", first).isEqualTo(count);
      assertThat(minute.lowest()).isEqualTo(first);
      assertThat(minute.highest()).isEqualTo(first + count - 1);
      assertThat(minute.mean()).isCloseTo(first + (count - 1) / 2.0, within(1e-6));
    }
    assertThat(windows.at(Instant.ofEpochMilli(end)).baseline().count()).isEqualTo(10_000);
  }

  @Test
  void memory_stays_within_the_stated_bound_whatever_comes() {
    assertThat(IndicatorWindows.maxBytes(4096, 3)).as("the figure in docs/indicators.md").isLessThan(600_000);
    Random random = new Random(5);
    for (IndicatorInfo info : List.of(
        info(Kind.COUNTER, Missing.LEAVE, "1m", "5m", "1h"),
        info(Kind.COUNTER, Missing.LEAVE, "1s", "2s", "3s"),
        info(Kind.COUNTER, Missing.LEAVE, "1h", "24h", "720h"))) {
      IndicatorWindows windows = new IndicatorWindows(ORDERS, info, 4096);
      long now = T;
      long most = 0;
      for (int i = 0; i < 60_000; i++) {
        now += random.nextInt(i % 20_000 < 10_000 ? 3 : 2000);
        windows.add(now + random.nextInt(300_000), random.nextDouble(), now);
        most = Math.max(most, i % 100 == 0 ? windows.bytes() : 0);
        if (i % 5000 == 0) {
          assertThat(windows.drainChanges()).allMatch(minute -> minute.samples().bytes().length <= 60_000);
        }
      }
      System.out.println("most bytes with windows " + info.windows() + ": " + most);
      assertThat(most).isLessThanOrEqualTo(IndicatorWindows.maxBytes(4096, 3));
    }
  }

  @Test
  void an_ordinary_indicator_takes_little_memory() {
    IndicatorWindows windows = windows(Kind.GAUGE);
    for (int i = 0; i < 2000; i++) {
      windows.add(T + i * 10_000L, i, T + i * 10_000L);
    }
    assertThat(windows.bytes()).as("one sample in ten seconds").isLessThan(16_000);
  }

  private static IndicatorWindows windows(Kind kind) {
    return new IndicatorWindows(ORDERS, info(kind, Missing.LEAVE, "1m", "5m", "1h"), 4096);
  }

  private static Indicator restored(IndicatorWindows windows, Kind kind, long now) {
    IndicatorWindows restored = windows(kind);
    for (long minute = T - T % 60_000; minute <= now; minute += 60_000) {
      windows.stillChanged(minute);
    }
    windows.drainChanges().forEach(minute -> restored.restore(minute.samples()));
    restored.restored(now);
    return restored.at(Instant.ofEpochMilli(now));
  }
}
