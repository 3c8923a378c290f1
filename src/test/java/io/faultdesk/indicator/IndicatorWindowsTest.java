package io.faultdesk.indicator;

import static io.faultdesk.indicator.Windows.ORDERS;
import static io.faultdesk.indicator.Windows.T;
import static io.faultdesk.indicator.Windows.after;
import static io.faultdesk.indicator.Windows.feed;
import static io.faultdesk.indicator.Windows.gauge;
import static io.faultdesk.indicator.Windows.info;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.faultdesk.catalog.IndicatorInfo.Kind;
import io.faultdesk.catalog.IndicatorInfo.Missing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class IndicatorWindowsTest {

  @Test
  void a_table_worked_out_by_hand_comes_out() {
    IndicatorWindows windows = gauge();
    feed(windows, 2, 4, 4, 4, 5, 5, 7, 9);

    Indicator indicator = after(windows, 70);

    WindowStatistics minute = indicator.recent();
    assertThat(minute.length()).isEqualTo(Duration.ofMinutes(1));
    assertThat(minute.count()).as("the first two are a minute old").isEqualTo(6);
    assertThat(minute.mean()).isCloseTo(34 / 6.0, within(1e-12));
    assertThat(minute.median()).isEqualTo(5);
    assertThat(minute.max()).isEqualTo(9);
    assertThat(minute.rate()).isEqualTo(0.1);
    WindowStatistics hour = indicator.baseline();
    assertThat(hour.count()).isEqualTo(8);
    assertThat(hour.mean()).isEqualTo(5);
    assertThat(hour.variance()).isCloseTo(32 / 7.0, within(1e-12));
    assertThat(hour.deviation()).isCloseTo(Math.sqrt(32 / 7.0), within(1e-12));
    assertThat(hour.median()).isEqualTo(4.5);
    assertThat(hour.min()).isEqualTo(2);
    assertThat(hour.p95()).as("rank 6.65 between 7 and 9").isCloseTo(8.3, within(1e-12));
    assertThat(hour.slope()).as("34 / 42 for each ten seconds").isCloseTo(34 / 420.0, within(1e-12));
    assertThat(hour.rate()).as("seven more since the first").isEqualTo(0.1);
    assertThat(indicator.last()).isEqualTo(9);
    assertThat(indicator.age()).isZero();
    assertThat(indicator.robustZ()).as("quartiles 4 and 5.5").isCloseTo(4.5 / (1.5 / 1.349), within(1e-12));
    assertThat(indicator.length()).as("the main window").isEqualTo(Duration.ofMinutes(5));
    assertThat(indicator.p95()).isEqualTo(hour.p95());
  }

  @Test
  void what_cannot_be_computed_is_no_number() {
    IndicatorWindows windows = gauge();
    assertThat(after(windows, 0).age()).isNaN();
    feed(windows, 7);

    Indicator one = after(windows, 0);
    assertThat(List.of(one.mean(), one.median(), one.min(), one.max(), one.p95())).containsOnly(7.0);
    assertThat(List.of(one.variance(), one.deviation(), one.slope(), one.rate(), one.robustZ()))
        .containsOnly(Double.NaN);

    Indicator silent = after(windows, 7200);
    assertThat(silent.count()).isZero();
    assertThat(List.of(silent.mean(), silent.median(), silent.max(), silent.robustZ())).containsOnly(Double.NaN);
    assertThat(silent.rate()).isZero();
    assertThat(silent.last()).isEqualTo(7);
    assertThat(silent.age()).isEqualTo(7200);
  }

  @Test
  void an_indicator_that_has_ended_shows_nothing_but_how_long_it_is_silent() {
    IndicatorWindows windows = gauge();
    feed(windows, 2, 4, 6);

    assertThat(windows.end(T + 25_000, T + 25_000)).isTrue();
    Indicator ended = after(windows, 30);

    assertThat(ended.windows()).allSatisfy(window -> {
      assertThat(window.count()).isZero();
      assertThat(window.rate()).as("no sample in a second").isZero();
      assertThat(List.of(window.mean(), window.median(), window.min(), window.max(), window.p95(), window.slope()))
          .containsOnly(Double.NaN);
    });
    assertThat(List.of(ended.last(), ended.robustZ())).containsOnly(Double.NaN);
    assertThat(ended.age()).isEqualTo(10);
    assertThat(windows.end(T + 26_000, T + 30_000)).as("it is no news").isFalse();
  }

  @Test
  void an_indicator_that_comes_back_goes_on_where_it_stopped() {
    IndicatorWindows windows = gauge();
    feed(windows, 2, 4, 6);
    windows.end(T + 25_000, T + 25_000);

    windows.add(T + 20_000, 6, T + 31_000);
    windows.add(T + 15_000, 5, T + 31_000);
    assertThat(after(windows, 31).last()).as("what comes twice or late began before the end").isNaN();
    windows.add(T + 40_000, 8, T + 40_000);

    assertThat(after(windows, 40).last()).isEqualTo(8);
    assertThat(after(windows, 40).recent().count()).isEqualTo(5);
    assertThat(after(windows, 40).recent().mean()).isEqualTo(5);
  }

  @Test
  void an_end_that_comes_late_or_of_nothing_changes_nothing() {
    IndicatorWindows windows = gauge();
    assertThat(windows.end(T, T)).isFalse();
    feed(windows, 2, 4, 6);

    assertThat(windows.end(T + 15_000, T + 25_000)).isFalse();
    assertThat(after(windows, 25).last()).isEqualTo(6);
  }

  @Test
  void an_outlier_among_equal_values_is_measured_by_the_deviation() {
    IndicatorWindows windows = gauge();
    feed(windows, 0, 0, 0, 0, 0, 0, 0, 0, 0, 100);

    assertThat(after(windows, 90).robustZ()).isCloseTo(Math.sqrt(10), within(1e-9));

    IndicatorWindows flat = gauge();
    feed(flat, 3, 3, 3);
    assertThat(after(flat, 20).robustZ()).isZero();
  }

  @Test
  void a_counter_that_starts_anew_goes_on_growing() {
    IndicatorWindows windows = Windows.of(Kind.COUNTER, Missing.LEAVE);
    feed(windows, 100, 130, 150, 20, 60);

    assertThat(after(windows, 40).rate()).as("30 + 20 + 20 + 40 in 40 s").isCloseTo(110 / 40.0, within(1e-12));
    assertThat(after(windows, 75).recent().rate()).as("20 + 40 in 20 s").isCloseTo(60 / 20.0, within(1e-12));
  }

  @Test
  void a_late_counter_value_is_counted_at_its_place() {
    IndicatorWindows windows = Windows.of(Kind.COUNTER, Missing.LEAVE);
    windows.add(T, 100, T);
    windows.add(T + 20_000, 50, T + 20_000);
    windows.add(T + 10_000, 140, T + 20_000);

    assertThat(after(windows, 20).rate()).isCloseTo((40 + 50) / 20.0, within(1e-12));
  }

  @Test
  void a_sample_sent_again_counts_once_and_the_later_value_holds() {
    IndicatorWindows windows = gauge();
    feed(windows, 1, 2, 3);
    windows.add(T + 10_000, 2, T + 20_000);
    windows.add(T + 10_000, 8, T + 20_000);
    windows.add(T + 20_000, 6, T + 20_000);

    Indicator indicator = after(windows, 20);
    assertThat(indicator.count()).isEqualTo(3);
    assertThat(indicator.mean()).isCloseTo(5, within(1e-12));
    assertThat(indicator.median()).isEqualTo(6);
    assertThat(indicator.last()).isEqualTo(6);
  }

  @Test
  void a_sample_older_than_the_longest_window_is_refused() {
    IndicatorWindows windows = gauge();
    assertThat(windows.add(T - 3_600_000, 1, T)).contains("longest window");
    assertThat(windows.add(T - 3_599_999, 1, T)).isNull();
    assertThat(after(windows, 0).recent().count()).isZero();
    assertThat(after(windows, 0).baseline().count()).isOne();
  }

  @Test
  void time_does_not_run_backwards() {
    IndicatorWindows windows = gauge();
    feed(windows, 1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(after(windows, 300).recent().count()).isZero();
    assertThat(after(windows, 70).recent().count()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Missing.class)
  void absent_samples_are_filled_as_declared(Missing missing) {
    IndicatorWindows windows = Windows.of(Kind.GAUGE, missing);
    for (int second : new int[]{0, 10, 20, 50, 60}) {
      windows.add(T + second * 1000L, second == 50 ? 50 : 10, T + 60_000);
    }

    Indicator indicator = after(windows, 60);

    assertThat(indicator.count()).isEqualTo(5);
    double sum = 90 + switch (missing) {
      case LEAVE -> 0;
      case MEAN -> 2 * 18;
      case MEDIAN -> 2 * 10;
      case NEAREST -> 10 + 50;
    };
    assertThat(indicator.mean()).isCloseTo(sum / (missing == Missing.LEAVE ? 5 : 7), within(1e-12));
    assertThat(indicator.median()).isEqualTo(10);
    assertThat(indicator.max()).isEqualTo(50);
  }

  @Test
  void silence_after_the_newest_sample_is_not_filled() {
    IndicatorWindows windows = Windows.of(Kind.GAUGE, Missing.NEAREST);
    feed(windows, 1, 2, 3, 4);
    assertThat(after(windows, 200).mean()).isEqualTo(2.5);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void windows_agree_with_a_plain_computation_on_random_samples(long seed) {
    Random random = new Random(seed);
    System.out.println("random samples, seed " + seed);
    IndicatorWindows windows = new IndicatorWindows(ORDERS, info(Kind.GAUGE, Missing.LEAVE, "10s", "45s", "4m"), 4096);
    IndicatorWindows counter =
        new IndicatorWindows(ORDERS, info(Kind.COUNTER, Missing.LEAVE, "10s", "45s", "4m"), 4096);
    TreeMap<Long, Double> samples = new TreeMap<>();
    double offset = random.nextBoolean() ? 0 : 1e7;
    long now = T;
    for (int i = 0; i < 6000; i++) {
      now += random.nextInt(i % 1000 == 0 ? 300_000 : 1200);
      long time = now - (random.nextInt(4) == 0 ? random.nextInt(250_000) : random.nextInt(100));
      double value = offset + Math.rint(random.nextGaussian() * 100) / 8 + (random.nextInt(300) == 0 ? 1e9 : 0);
      String reason = windows.add(time, value, now);
      assertThat(counter.add(time, Math.abs(value), now)).isEqualTo(reason);
      if (time > now - 240_000) {
        assertThat(reason).isNull();
        samples.put(time, value);
      } else {
        assertThat(reason).isNotNull();
      }
      if (i % 23 == 0) {
        Indicator indicator = windows.at(Instant.ofEpochMilli(now));
        Indicator counted = counter.at(Instant.ofEpochMilli(now));
        for (int window = 0; window < 3; window++) {
          agree(indicator.windows().get(window), counted.windows().get(window), samples, now);
        }
      }
    }
  }

  private static void agree(WindowStatistics actual, WindowStatistics counted, Map<Long, Double> samples, long now) {
    Naive naive = Naive.of(samples, actual.length(), now);
    assertThat(actual.count()).isEqualTo(naive.values().size());
    if (actual.count() < 2) {
      return;
    }
    close(actual.mean(), naive.mean(), Math.abs(naive.mean()));
    close(actual.median(), naive.quantile(0.5), Math.abs(naive.mean()));
    close(actual.p95(), naive.quantile(0.95), Math.abs(naive.quantile(0.95)));
    close(actual.variance(), naive.variance(), naive.variance());
    close(actual.deviation(), Math.sqrt(naive.variance()), Math.sqrt(naive.variance()));
    close(actual.slope(), naive.slope(), Math.sqrt(naive.variance()));
    assertThat(actual.min()).isEqualTo(naive.values().stream().min(Double::compare).orElseThrow());
    assertThat(actual.max()).isEqualTo(naive.values().stream().max(Double::compare).orElseThrow());
    double growth = new Naive(naive.values().stream().map(Math::abs).toList(), naive.seconds()).growth();
    close(counted.rate(), growth, growth);
  }

  private static void close(double actual, double expected, double scale) {
    assertThat(actual).isCloseTo(expected, within(1e-8 * scale + 1e-7));
  }
}
