package io.faultdesk.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MatrixTest {

  @Test
  void where_rows_are_left_out_all_with_a_fault_stay() {
    double[][] x = IntStream.range(0, 100).mapToObj(row -> new double[]{row, 7}).toArray(double[][]::new);
    double[] y = IntStream.range(0, 100).mapToDouble(row -> row < 4 ? Double.NaN : row % 10 == 5 ? 1 : 0).toArray();

    Matrix matrix = Matrix.of(List.of(new Examples("unit", new long[100], x, y)), 3);

    assertThat(IntStream.of(matrix.y()).sum()).isEqualTo(10);
    assertThat(matrix.y()).hasSize(10 + 29);
    assertThat(IntStream.range(0, 39).mapToDouble(row -> matrix.x()[row][0]).average().orElseThrow())
        .isCloseTo(0, within(1e-9));
    assertThat(matrix.scale()[1]).as("it never moves").isEqualTo(1);
  }

  @Test
  void scores_that_rank_the_wrong_way_round_are_not_turned() {
    double[] scores = IntStream.range(0, 100).mapToDouble(row -> row / 10.0).toArray();
    double[] good = IntStream.range(0, 100).mapToDouble(row -> row >= 80 ? 1 : 0).toArray();
    double[] bad = IntStream.range(0, 100).mapToDouble(row -> row < 80 ? row < 20 ? 1 : 0 : Double.NaN).toArray();

    assertThat(Calibration.of(scores, good).probability(9.9)).isGreaterThan(0.9);
    Calibration calibration = Calibration.of(scores, bad);
    assertThat(calibration.probability(0)).isCloseTo(0.25, within(0.01)).isLessThan(calibration.probability(9));
    assertThat(calibration.probability(9)).isCloseTo(0.25, within(0.01));
  }
}
