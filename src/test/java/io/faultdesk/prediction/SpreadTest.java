package io.faultdesk.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Stability indexes by hand. */
class SpreadTest {

  private static final Spread HALVES = new Spread(List.of(10.0), List.of(0.5, 0.5, 0.0));

  @Test
  void the_index_is_what_a_pocket_calculator_says() {
    // (0.8 - 0.5) ln(0.8 / 0.5) + (0.2 - 0.5) ln(0.2 / 0.5) = 0.3 * 0.470004 + 0.3 * 0.916291
    assertThat(HALVES.index(new long[]{80, 20, 0})).isCloseTo(0.415888, within(1e-6));
    assertThat(HALVES.index(new long[]{500, 500, 0})).isZero();
    // (0.6 - 0.5) ln 1.2 + (0.4 - 0.5) ln 0.8
    assertThat(HALVES.index(new long[]{6, 4, 0})).isCloseTo(0.040547, within(1e-6));
  }

  @Test
  void what_never_happened_weighs_much_and_not_all() {
    // (1 - 0.5) ln 2 + (0.0001 - 0.5) ln(0.0001 / 0.5)
    assertThat(HALVES.index(new long[]{100, 0, 0})).isCloseTo(0.346574 + 4.257745, within(1e-5));
    // (0.1 - 0.0001) ln 1000 + 2 (0.45 - 0.5) ln 0.9
    assertThat(HALVES.index(new long[]{45, 45, 10})).as("missing values").isCloseTo(0.690085 + 0.010536, within(1e-5));
  }

  @Test
  void values_are_cut_at_their_deciles() {
    Spread spread = Spread.of(IntStream.rangeClosed(0, 100).asDoubleStream().toArray());
    assertThat(spread.edges()).containsExactly(10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0);
    assertThat(spread.bin(10)).isZero();
    assertThat(spread.bin(10.1)).isEqualTo(1);
    assertThat(spread.bin(1e9)).isEqualTo(9);
    assertThat(spread.bin(Double.NaN)).isEqualTo(10);
    assertThat(spread.shares().getFirst()).isCloseTo(11 / 101.0, within(1e-12));
    assertThat(spread.shares().stream().mapToDouble(share -> share).sum()).isCloseTo(1, within(1e-12));
    assertThat(spread.good()).isTrue();
  }

  @Test
  void of_equal_or_missing_values_it_has_fewer_parts() {
    double[] rare = new double[100];
    rare[3] = 7;
    rare[4] = Double.NaN;
    Spread spread = Spread.of(rare);
    assertThat(spread.edges()).containsExactly(0.0);
    assertThat(spread.shares()).containsExactly(0.98, 0.01, 0.01);
    double[] none = new double[3];
    Arrays.fill(none, Double.NaN);
    assertThat(Spread.of(none).shares()).containsExactly(0.0, 1.0);
    assertThat(Spread.of(new double[3]).shares()).containsExactly(1.0, 0.0);
  }

  @Test
  void a_spread_that_contradicts_itself_is_none() {
    assertThat(new Spread(List.of(2.0, 1.0), List.of(0.5, 0.2, 0.2, 0.1)).good()).isFalse();
    assertThat(new Spread(List.of(1.0), List.of(0.5, 0.5)).good()).isFalse();
    assertThat(new Spread(List.of(1.0), List.of(0.5, 2.0, 0.0)).good()).isFalse();
  }
}
