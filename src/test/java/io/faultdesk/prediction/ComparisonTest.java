package io.faultdesk.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultdesk.prediction.Comparison.Side;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What is told of two models side by side. */
class ComparisonTest {

  @Test
  void models_that_rank_alike_find_as_much_within_a_budget_whatever_their_thresholds_are() {
    FaultModel bold = Forecasts.model(8);
    FaultModel shy = new FaultModel(
        bold.format(), bold.task(), bold.horizon(), bold.schema(), bold.features(), bold.bias() - 20,
        bold.threshold(), bold.lambda(), bold.training(), bold.metrics(), bold.unitMetrics());
    List<UnitHistory> units = List.of(unit());

    Side one = Side.of("one", "1", bold, units, 10);
    Side other = Side.of("other", "2", shy, units, 10);

    assertThat(one.figures().get(Comparison.RECALL_WITHIN_BUDGET)).isPositive()
        .isEqualTo(other.figures().get(Comparison.RECALL_WITHIN_BUDGET));
    assertThat(one.figures().get(Comparison.RECALL_AT_THRESHOLD)).isPositive();
    assertThat(other.figures()).containsEntry(Comparison.RECALL_AT_THRESHOLD, 0.0)
        .containsEntry(Comparison.FALSE_ALARMS_AT_THRESHOLD, 0.0);
  }

  @Test
  void what_is_not_known_is_a_dash() {
    assertThat(Side.said(null, Comparison.AUC)).isEqualTo("–");
    assertThat(Side.said(new Side("a", "1", Map.of()), Comparison.AUC)).isEqualTo("–");
    assertThat(Side.said(new Side("a", "1", Map.of("auc", 0.7128)), Comparison.AUC)).isEqualTo("0.713");
  }

  /** A day whose one indicator leaps up ten minutes before each of two faults, and once for nothing. */
  private static UnitHistory unit() {
    int rows = 24 * 60;
    boolean[] faulty = new boolean[rows];
    double[][] values = new double[rows][];
    for (int row = 0; row < rows; row++) {
      int since = row % 400;
      faulty[row] = since >= 300 && since < 310 && row < 800;
      values[row] = new double[]{since >= 290 && since < 310 ? 200 : 10 + row * 7 % 5};
    }
    double[][] normal = IntStream.range(0, 500).mapToObj(row -> new double[]{10 + row * 7 % 5})
        .toArray(double[][]::new);
    return new UnitHistory("unit", List.of("queue"), LongStream.range(0, rows).toArray(), values, normal,
        new Truth.Faulty(faulty));
  }
}
