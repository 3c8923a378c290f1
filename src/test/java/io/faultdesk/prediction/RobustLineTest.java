package io.faultdesk.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RobustLineTest {

  private static final double NINETY = 1.6448536269514722;

  /*
   * The numbers are those of SciPy 1.10.1 (Debian 12, python3-scipy):
   *   scipy.stats.theilslopes(y, t, 0.9, method='joint') -> slope, intercept, low slope, high slope
   *   p = scipy.stats.kendalltau(t, y, method='asymptotic').pvalue; z = scipy.stats.norm.isf(p / 2)
   * SciPy has no correction for continuity in z, hence (S - 1) / S; and none for alike neighbours, hence curves whose neighbours
   * are not.
   */

  @Test
  void slope_height_and_interval_are_those_of_an_independent_implementation() {
    RobustLine line = line(
        IntStream.range(0, 15).asDoubleStream().toArray(),
        10.2, 9.1, 11.9, 10.4, 12.8, 11.5, 14.1, 12.2, 14.9, 13.3, 15.2, 14.8, 16.9, 14.2, 17.5);
    same(line, 0.5, 10.2, 0.38, 0.6454545454545454);
    assertThat(line.significance()).isCloseTo(3.8105117766515306 * 76 / 77, within(1e-9));
  }

  @Test
  void so_they_are_where_many_values_are_equal() {
    RobustLine line =
        line(IntStream.range(0, 18).asDoubleStream().toArray(), 3, 2, 3, 3, 4, 3, 4, 3, 5, 4, 4, 5, 4, 5, 4, 6, 5, 5);
    same(line, 0.14285714285714285, 2.7142857142857144, 0.1, 0.2);
    assertThat(line.significance()).isCloseTo(3.6499507679699468 * 91 / 92, within(1e-9));
  }

  @Test
  void so_they_are_where_points_are_missing_and_values_fall() {
    RobustLine line = line(
        new double[]{0, 1, 2, 4, 5, 9, 10, 11, 15, 16, 20, 21},
        50, 47.5, 49.9, 46.1, 47.9, 43, 46, 42.5, 38, 41.8, 36, 39.9);
    same(line, -0.5545454545454547, 49.3, -0.7222222222222222, -0.38);
    assertThat(line.significance()).isCloseTo(-3.5657725028834566 * 51 / 52, within(1e-9));
  }

  @Test
  void three_wrong_points_in_ten_do_not_move_it_far() {
    double[] values = IntStream.range(0, 40).mapToDouble(i -> 2 * i).toArray();
    IntStream.of(3, 4, 11, 17, 18, 22, 25, 30, 33, 38).forEach(i -> values[i] = 1000);
    assertThat(line(IntStream.range(0, 40).asDoubleStream().toArray(), values).slope()).isCloseTo(2, within(0.05));
  }

  @Test
  void a_straight_line_is_certain_and_a_flat_one_nothing() {
    double[] times = IntStream.range(0, 30).mapToDouble(i -> i * 180).toArray();
    RobustLine straight = line(times, Arrays.stream(times).map(time -> 50 + time * 2 / 3600).toArray());
    assertThat(straight.widening()).as("what rounding leaves is no noise").isEqualTo(1);
    assertThat(straight.significance()).isGreaterThan(7);
    assertThat(straight.lowSlope(NINETY)).isCloseTo(straight.highSlope(NINETY), within(1e-9));

    RobustLine flat = line(times, new double[30]);
    assertThat(flat.slope()).isZero();
    assertThat(flat.significance()).isZero();
  }

  @Test
  void neighbours_that_are_alike_widen_it_by_as_much_as_they_tell_less() {
    // of a hundred curves with a correlation of 0.6, for which the variance is (1 + 0.6) / (1 - 0.6) = 4 times as large
    Random random = new Random(7);
    double[] widenings = IntStream.range(0, 100)
        .mapToDouble(i -> new RobustLine(Noise.curve(random, 120, 180, time -> 0, 1, 0.6)).widening())
        .sorted()
        .toArray();
    assertThat(widenings[50]).isBetween(3.4, 4.6);
  }

  private static RobustLine line(double[] times, double... values) {
    return new RobustLine(new Curve(times, values));
  }

  private static void same(RobustLine line, double slope, double intercept, double low, double high) {
    assertThat(line.widening()).isEqualTo(1);
    assertThat(line.slope()).isCloseTo(slope, within(1e-12));
    assertThat(line.at(0)).isCloseTo(intercept, within(1e-12));
    assertThat(line.lowSlope(NINETY)).isCloseTo(low, within(1e-12));
    assertThat(line.highSlope(NINETY)).isCloseTo(high, within(1e-12));
  }
}
