package io.faultdesk.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class PaceTest {

  private final Pace pace = new Pace();
  private Instant now = Instant.parse("2026-03-02T03:00:00Z");

  @Test
  void a_few_alerts_are_dealt_at_once() {
    pace.received(now);
    assertThat(pace.portion(now)).isEqualTo(Pace.FULL);
    pace.dealt(3, Pace.FULL, now);
    pass(80);
    pace.received(now);
    assertThat(pace.portion(now)).isEqualTo(Pace.FULL);
  }

  @Test
  void a_backlog_to_which_nothing_comes_is_worked_off_without_a_rest() {
    pace.dealt(Pace.FULL, Pace.FULL, now);
    pass(5_000);
    assertThat(pace.portion(now)).isEqualTo(Pace.FULL);
  }

  @Test
  void while_alerts_pour_in_three_quarters_of_the_time_are_theirs() {
    pace.dealt(Pace.FULL, Pace.FULL, now);
    pass(1_000);
    pace.received(now);
    assertThat(pace.portion(now)).isZero();
    pass(2_900);
    pace.received(now);
    assertThat(pace.portion(now)).isZero();
    pass(200);
    pace.received(now);
    assertThat(pace.portion(now)).isEqualTo(Pace.SMALL);
  }

  @Test
  void the_rest_ends_when_they_stop_coming() {
    pace.dealt(Pace.FULL, Pace.FULL, now);
    pass(1_000);
    pace.received(now);
    assertThat(pace.portion(now)).isZero();
    pass(260);
    assertThat(pace.portion(now)).isEqualTo(Pace.FULL);
  }

  private void pass(int millis) {
    now = now.plusMillis(millis);
  }
}
