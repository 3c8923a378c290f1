package io.faultdesk.prediction;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FeatureStreamTest {

  private static final List<String> INDICATORS = List.of("cpu", "disk", "fixed");
  private static final FeatureSchema ALL =
      new FeatureSchema(FeatureSchema.VERSION, 1, 3, List.of(FeatureGroup.values()), INDICATORS, Horizon.of("10m"));

  @Test
  void a_window_has_the_usual_statistics_of_its_last_rows() {
    FeatureStream stream = new FeatureStream(only(FeatureGroup.INDICATORS), INDICATORS, null);
    stream.next(0, new double[]{100, 0, 0});
    stream.next(1, new double[]{1, 0, 0});
    stream.next(2, new double[]{2, 0, 0});

    Map<String, Double> features = named(only(FeatureGroup.INDICATORS), stream.next(3, new double[]{6, 0, 0}));

    assertThat(features).containsEntry("cpu.last", 6.0).containsEntry("cpu.mean", 3.0).containsEntry("cpu.max", 6.0)
        .containsEntry("cpu.min", 1.0).containsEntry("cpu.slope", 2.5);
    assertThat(features.get("cpu.deviation")).isCloseTo(Math.sqrt(14.0 / 3), within(1e-12));
  }

  @Test
  void distances_are_from_what_is_usual_for_the_unit_and_constant_indicators_do_not_count() {
    Baseline usual = Baseline.of(new double[][]{{0, 10, 7}, {2, 30, 7}, {0, 10, 7}, {2, 30, 7}});
    FeatureStream stream = new FeatureStream(only(FeatureGroup.SUMMARY), INDICATORS, usual);

    // deviations 1 and 10: the cpu is 4 of them off, the disk 2, and the fixed one is left out
    Map<String, Double> features = named(only(FeatureGroup.SUMMARY), stream.next(0, new double[]{5, 40, 8}));

    assertThat(features.get("plain.mean.last")).isCloseTo(Math.log1p(3), within(1e-12));
    assertThat(features.get("plain.max.last")).isCloseTo(Math.log1p(4), within(1e-12));
    assertThat(features.get("plain.beyond3.last")).isCloseTo(Math.log1p(0.5), within(1e-12));
    assertThat(features.get("plain.beyond6.last")).isZero();
  }

  @Test
  void what_is_missing_is_left_out_and_where_all_is_missing_nothing_is_said() {
    Baseline usual = Baseline.of(new double[][]{{0, 10, 7}, {2, 30, 7}});
    FeatureStream stream = new FeatureStream(only(FeatureGroup.SUMMARY), INDICATORS, usual);

    double[] one = stream.next(0, new double[]{Double.NaN, 40, 7});
    double[] none = stream.next(1, new double[]{Double.NaN, Double.NaN, 7});

    assertThat(named(only(FeatureGroup.SUMMARY), one).get("plain.mean.last")).isCloseTo(Math.log1p(2), within(1e-12));
    assertThat(named(only(FeatureGroup.SUMMARY), none).get("plain.mean.last")).isNaN();
    assertThat(named(only(FeatureGroup.SUMMARY), none).get("plain.mean.mean")).isCloseTo(Math.log1p(2), within(1e-12));
  }

  @Test
  void faults_at_this_time_of_day_are_counted_also_across_midnight() {
    FeatureStream stream = new FeatureStream(only(FeatureGroup.RECURRENCE), INDICATORS, null);
    int day = 24 * 60;
    stream.next(0, new double[3]);
    stream.faultBegan(5); // five past midnight
    stream.faultBegan(day + 600);

    Map<String, Double> features = named(only(FeatureGroup.RECURRENCE), stream.next(2 * day - 2, new double[3]));

    assertThat(features.get("faults.ago")).isCloseTo(Math.log1p(day - 602), within(1e-12));
    assertThat(features.get("faults.count")).isCloseTo(Math.log1p(2), within(1e-12));
    assertThat(features.get("faults.near")).isCloseTo(Math.log1p(1), within(1e-12));
    assertThat(features.get("faults.near-yesterday")).as("it was the day before that").isZero();
  }

  @Test
  void a_fault_of_just_now_is_counted() {
    FeatureStream stream = new FeatureStream(only(FeatureGroup.RECURRENCE), INDICATORS, null);
    stream.next(0, new double[3]);
    stream.faultBegan(100);

    Map<String, Double> features = named(only(FeatureGroup.RECURRENCE), stream.next(100, new double[3]));

    assertThat(features.get("faults.ago")).isZero();
    assertThat(features.get("faults.near")).isCloseTo(Math.log1p(1), within(1e-12));
    assertThat(features.get("faults.near-yesterday")).isZero();
  }

  @Test
  void an_indicator_that_leaps_in_normal_times_is_not_far_from_them_when_it_leaps() {
    double[][] normal = IntStream.range(0, 1000)
        .mapToObj(row -> new double[]{row % 7 / 7.0 + (row % 50 == 0 ? 100 : 0), row % 7 / 7.0, 1})
        .toArray(double[][]::new);

    double[] distances = Baseline.of(normal).robustDistances(new double[]{100, 100, 1});

    assertThat(distances[0]).isBetween(4.0, 6.0);
    assertThat(distances[1]).as("this one never did").isEqualTo(20);
  }

  @Test
  void no_feature_changes_when_later_rows_do() {
    UnitHistory unit = unit(60, 1);
    UnitHistory other = unit(60, 2);
    UnitHistory mixed = new UnitHistory(
        unit.name(), INDICATORS, unit.times(),
        IntStream.range(0, 60).mapToObj(row -> row < 30 ? unit.values()[row] : other.values()[row])
            .toArray(double[][]::new),
        unit.normal(), unit.truth());

    double[][] one = FeatureStream.of(ALL, unit);
    double[][] two = FeatureStream.of(ALL, mixed);

    assertThat(Arrays.copyOf(one, 30)).isDeepEqualTo(Arrays.copyOf(two, 30));
    assertThat(one[30]).isNotEqualTo(two[30]);
  }

  @Test
  void a_unit_shown_with_few_indicators_has_no_others_in_rows_and_history_and_none_that_never_moves() {
    UnitHistory few = unit(60, 1).few(1, new Random(1));
    assertThat(few.name()).isEqualTo("unit with 1 indicators");
    int kept = Double.isNaN(few.values()[0][0]) ? 1 : 0;
    for (double[][] rows : List.of(few.values(), few.normal())) {
      for (double[] row : rows) {
        assertThat(IntStream.range(0, 3).filter(i -> !Double.isNaN(row[i]))).containsExactly(kept);
      }
    }
    assertThat(unit(60, 1).few(9, new Random(1)).name()).as("two move").isEqualTo("unit with 2 indicators");
  }

  private static FeatureSchema only(FeatureGroup group) {
    return new FeatureSchema(
        FeatureSchema.VERSION, 1, 3, List.of(group), group == FeatureGroup.INDICATORS ? INDICATORS : List.of(),
        Horizon.of("10m"));
  }

  private static Map<String, Double> named(FeatureSchema schema, double[] features) {
    List<String> names = schema.names();
    assertThat(features).hasSameSizeAs(names);
    return IntStream.range(0, features.length).boxed().collect(toMap(names::get, i -> features[i]));
  }

  private static UnitHistory unit(int rows, int seed) {
    Random random = new Random(seed);
    double[][] values = IntStream.range(0, rows)
        .mapToObj(row -> new double[]{random.nextGaussian(), random.nextGaussian(), 1}).toArray(double[][]::new);
    boolean[] faulty = new boolean[rows];
    faulty[10] = true;
    faulty[40] = true;
    return new UnitHistory(
        "unit", INDICATORS, LongStream.range(0, rows).toArray(), values, values, new Truth.Faulty(faulty));
  }
}
