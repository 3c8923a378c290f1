package io.faultdesk.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TruthTest {

  private static final double NONE = Double.NaN;
  private static final boolean[] FAULTY = {false, false, false, true, true, false, false, false, false};

  private final Truth truth = new Truth.Faulty(FAULTY);

  @Test
  void what_is_wrong_now_is_the_label_itself() {
    assertThat(truth.labels(Task.DETECT, null, minutes(1))).containsExactly(0, 0, 0, 1, 1, 0, 0, 0, 0);
  }

  @Test
  void what_is_foreseen_begins_within_the_horizon_and_what_cannot_be_known_is_left_out() {
    assertThat(truth.labels(Task.PREDICT, Horizon.of("2"), minutes(1)))
        .containsExactly(0, 1, 1, NONE, NONE, 0, 0, NONE, NONE);
    assertThat(truth.labels(Task.PREDICT, Horizon.of("10m"), minutes(5)))
        .as("rows five minutes apart").containsExactly(0, 1, 1, NONE, NONE, 0, 0, NONE, NONE);
  }

  @Test
  void a_fault_begins_where_the_row_before_was_good() {
    assertThat(truth.begins()).containsExactly(3);
    assertThat(new Truth.Faulty(new boolean[]{true, false, true}).begins()).containsExactly(0, 2);
  }

  @Test
  void a_unit_that_ran_until_it_failed_is_labelled_by_what_it_had_left() {
    assertThat(new Truth.Left(new long[]{3, 2, 1, 0}).labels(Task.PREDICT, Horizon.of("2"), minutes(1)))
        .containsExactly(0, 1, 1, 1);
  }

  private static long[] minutes(int apart) {
    return LongStream.range(0, FAULTY.length).map(row -> 100 + row * apart).toArray();
  }
}
