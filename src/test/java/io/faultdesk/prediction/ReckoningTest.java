package io.faultdesk.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Whether what came is what was promised, by hand. */
class ReckoningTest {

  @Test
  void far_fewer_or_more_faults_than_promised_are_no_chance() {
    // 200 moments with ten services at 1 %: 20 ± 4.45
    Reckoning none = new Reckoning(200, 20, 19.8, 0, 2);
    assertThat(none.deviation()).isCloseTo(4.449719, within(1e-6));
    assertThat(none.distance()).isCloseTo(-4.494666, within(1e-6));
    assertThat(none.low()).isCloseTo(6.650843, within(1e-5));
    assertThat(none.high()).isCloseTo(33.349157, within(1e-5));
    assertThat(none.wrong()).isTrue();
    assertThat(new Reckoning(200, 20, 19.8, 45, 19.8).wrong()).isTrue();
  }

  @Test
  void what_chance_explains_is_no_finding() {
    assertThat(new Reckoning(200, 20, 19.8, 12, 19).wrong()).isFalse();
    assertThat(new Reckoning(10_000, 1000, 990, 1200, 990).wrong()).as("sure, and of no consequence").isFalse();
  }

  @Test
  void little_data_says_nothing() {
    assertThat(new Reckoning(99, 20, 19.8, 0, 2).wrong()).isFalse();
    assertThat(new Reckoning(500, 0.1, 0.1, 4, 4).wrong()).isFalse();
    assertThat(new Reckoning(0, 0, 0, 0, 0).wrong()).isFalse();
  }

  @Test
  void one_accident_of_many_services_is_one() {
    // thirty services at one of 200 moments, where one was promised
    assertThat(new Reckoning(200, 1, 1, 30, 900).wrong()).isFalse();
  }
}
