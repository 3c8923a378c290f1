package io.faultdesk.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class PaceTest {

  private static final int LARGEST_BESIDE = Pace.LARGEST * Pace.SMALL / Pace.FULL;

  private final Pace pace = new Pace();
  private Instant now = Instant.parse("2026-03-02T03:00:00Z");

  @Test
  void a_few_alerts_are_dealt_at_once() {
    pace.received(3);
    assertThat(pace.portion(now)).isEqualTo(Pace.FULL);
    pace.dealt(3, Pace.FULL, now);
    pass(80);
    pace.received(200);
    assertThat(pace.portion(now)).isEqualTo(Pace.FULL);
  }

  @Test
  void a_backlog_is_worked_off_without_a_rest_while_less_comes_than_goes() {
    pace.dealt(Pace.FULL, Pace.FULL, now);
    pass(5_000);
    pace.received(Pace.FULL - 1);
    assertThat(pace.portion(now)).isEqualTo(Pace.FULL);
  }

  @Test
  void while_more_comes_than_goes_three_quarters_of_the_time_belong_to_what_comes() {
    pace.dealt(Pace.FULL, Pace.FULL, now);
    pass(500);
    pace.received(Pace.FULL);
    assertThat(pace.portion(now)).isZero();
    pass(1_400);
    assertThat(pace.portion(now)).isZero();
    pass(100);
    assertThat(pace.portion(now)).as("twice as many, having taken no time to speak of").isEqualTo(Pace.SMALL * 2);
  }

  @Test
  void no_rest_is_longer_than_two_seconds() {
    pace.dealt(Pace.FULL, Pace.FULL, now);
    pass(60_000);
    pace.received(Pace.FULL);
    assertThat(pace.portion(now)).isZero();
    pass(2_000);
    assertThat(pace.portion(now)).isEqualTo(Pace.SMALL);
  }

  @Test
  void full_portions_return_when_less_comes_again() {
    pace.dealt(Pace.FULL, Pace.FULL, now);
    pass(500);
    pace.received(Pace.FULL);
    pass(1_500);
    pace.portion(now);
    pass(1_500);
    pace.dealt(Pace.SMALL, Pace.SMALL, now);
    pass(100);
    pace.received(Pace.SMALL - 1);
    assertThat(pace.portion(now)).isGreaterThanOrEqualTo(Pace.FULL);
  }

  @Test
  void a_portion_grows_while_it_is_done_in_no_time_and_shrinks_when_it_takes_long() {
    int portion = Pace.FULL;
    for (int i = 0; i < 10; i++) {
      pace.dealt(portion, portion, now);
      pass(100);
      portion = pace.portion(now);
    }
    assertThat(portion).isEqualTo(Pace.LARGEST);
    for (int i = 0; i < 10; i++) {
      pace.dealt(portion, portion, now);
      pass(5_000);
      portion = pace.portion(now);
    }
    assertThat(portion).isEqualTo(Pace.FULL);
  }

  @Test
  void what_is_easy_is_put_off_for_half_a_minute_only() {
    assertThat(portionWhileMoreComes(25_000, 1)).isLessThanOrEqualTo(LARGEST_BESIDE);
    assertThat(portionWhileMoreComes(10_000, 1)).isEqualTo(Pace.LARGEST);
  }

  @Test
  void what_opens_incidents_is_put_off_for_as_long_as_more_comes() {
    assertThat(portionWhileMoreComes(120_000, 10)).isLessThanOrEqualTo(LARGEST_BESIDE);
  }

  /** The portion after so long a time in which as much comes as goes and each alert takes that long. */
  private int portionWhileMoreComes(int millis, int perAlert) {
    Instant end = now.plusMillis(millis);
    int portion = Pace.FULL;
    while (now.isBefore(end)) {
      pace.dealt(portion, portion, now);
      pass(portion * perAlert);
      pace.received(portion);
      for (portion = pace.portion(now); portion == 0; portion = pace.portion(now)) {
        pass(10);
      }
    }
    return portion;
  }

  private void pass(int millis) {
    now = now.plusMillis(millis);
  }
}
