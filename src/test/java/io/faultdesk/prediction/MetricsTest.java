package io.faultdesk.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.faultdesk.prediction.Metrics.OnCall;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MetricsTest {

  private static final double NONE = Double.NaN;

  private final Metrics metrics =
      Metrics.of(new double[]{0.9, 0.8, 0.8, 0.4, 0.2, 0.99}, new double[]{1, 1, 0, 1, 0, NONE});

  @Test
  void rows_without_a_label_do_not_count() {
    assertThat(metrics.rows()).isEqualTo(5);
    assertThat(metrics.positives()).isEqualTo(3);
    assertThat(metrics.baseRate()).isEqualTo(0.6);
  }

  @Test
  void the_area_counts_pairs_in_the_right_order_and_equal_ones_half() {
    // 0.9 and 0.8 and 0.4 against 0.8 and 0.2: 2 + 1.5 + 1 of 6
    assertThat(metrics.auc()).isCloseTo(4.5 / 6, within(1e-12));
  }

  @Test
  void average_precision_takes_equal_scores_together() {
    // recall 1/3 at precision 1, 2/3 at 2/3, 1 at 3/4
    assertThat(metrics.averagePrecision()).isCloseTo((1 + 2.0 / 3 + 3.0 / 4) / 3, within(1e-12));
  }

  @Test
  void f1_and_brier_are_the_usual_ones() {
    assertThat(metrics.f1(0.8)).isCloseTo(2 * 2.0 / (3 + 3), within(1e-12));
    assertThat(metrics.brier()).isCloseTo((0.01 + 0.04 + 0.64 + 0.36 + 0.04) / 5, within(1e-12));
    assertThat(metrics.bestThreshold()).isEqualTo(0.4);
  }

  @Test
  void without_faults_nothing_is_said_of_order() {
    Metrics quiet = Metrics.of(new double[]{0.1, 0.2}, new double[]{0, 0});

    assertThat(quiet.auc()).isNaN();
    assertThat(quiet.averagePrecision()).isNaN();
  }

  @Test
  void an_alarm_rests_for_half_an_hour_and_is_false_where_nothing_follows_within_another() {
    double[] scores = new double[200];
    double[] labels = new double[200];
    labels[60] = 1;
    labels[61] = 1;
    Arrays.fill(scores, 0, 10, 0.9); // one alarm, nothing until the minute 30
    scores[35] = 0.9; // 25 minutes before the fault
    scores[150] = 0.9; // after it
    scores[170] = 0.9; // rests

    OnCall unit = new OnCall(LongStream.range(0, 200).toArray(), scores, labels);

    assertThat(unit.falseAlarms(0.5)).isEqualTo(2);
    assertThat(unit.events()).singleElement().isEqualTo(new int[]{60, 62});
    assertThat(Metrics.recall(0.5, List.of(unit))).as("the rows of the fault itself are quiet").isZero();
  }

  @Test
  void the_threshold_keeps_to_the_budget_at_itself_and_at_every_higher_one() {
    int day = 24 * 60;
    double[] scores = new double[day];
    scores[100] = 0.9;
    scores[300] = 0.8;
    scores[500] = 0.7;
    OnCall unit = new OnCall(LongStream.range(0, day).toArray(), scores, new double[day]);

    assertThat(Metrics.thresholdFor(1, List.of(unit))).isEqualTo(0.9);
    assertThat(Metrics.thresholdFor(2, List.of(unit))).isEqualTo(0.8);
    assertThat(Metrics.thresholdFor(0.5, List.of(unit))).isInfinite();
  }

  @Test
  void of_many_scores_the_threshold_is_nearly_the_best_and_never_too_low() {
    Random random = new Random(5);
    List<OnCall> units = IntStream.range(0, 3)
        .mapToObj(unit -> new OnCall(
            LongStream.range(0, 2880).toArray(), random.doubles(2880).map(score -> score * score).toArray(),
            IntStream.range(0, 2880).mapToDouble(minute -> minute % 700 == 1 ? 1 : 0).toArray()))
        .toList();
    double[] rising = units.stream().flatMapToDouble(unit -> Arrays.stream(unit.scores())).sorted().toArray();
    int best = rising.length;
    while (falseAlarms(units, rising[best - 1]) <= 6) {
      best--;
    }

    double threshold = Metrics.thresholdFor(1, units);

    assertThat(falseAlarms(units, threshold)).isLessThanOrEqualTo(6);
    assertThat(threshold).isBetween(rising[best], rising[best + 5]);
  }

  private static int falseAlarms(List<OnCall> units, double threshold) {
    return units.stream().mapToInt(unit -> unit.falseAlarms(threshold)).sum();
  }

  @Test
  void curves_begin_with_nothing_said_and_end_with_everything() {
    Metrics.Curve roc = metrics.roc();
    Metrics.Curve precision = metrics.precisionRecall();

    assertThat(roc.x()).containsExactly(0, 0, 0.5, 0.5, 1);
    assertThat(roc.y()).containsExactly(0, 1.0 / 3, 2.0 / 3, 1, 1);
    assertThat(precision.y()).containsExactly(1, 1, 2.0 / 3, 3.0 / 4, 3.0 / 5);
    assertThat(metrics.falseRate(0.8)).isEqualTo(0.5);
    assertThat(metrics.recall(0.8)).isEqualTo(2.0 / 3);
    assertThat(metrics.precision(0.8)).isCloseTo(2.0 / 3, within(1e-12));
  }

  @Test
  void probabilities_are_compared_with_what_was() {
    assertThat(metrics.calibration()).containsExactly(
        new Metrics.Bin(0.2, 0.3, 1, 0.2, 0), new Metrics.Bin(0.4, 0.5, 1, 0.4, 1),
        new Metrics.Bin(0.8, 0.9, 2, 0.8, 0.5), new Metrics.Bin(0.9, 1, 1, 0.9, 1));
  }
}
