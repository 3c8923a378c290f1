package io.faultdesk.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ShareTest {

  @Test
  void the_interval_is_wilson_s() {
    assertThat(new Share(8, 10).low()).isCloseTo(0.4902, within(1e-4));
    assertThat(new Share(8, 10).high()).isCloseTo(0.9433, within(1e-4));
    assertThat(new Share(0, 10).low()).isZero();
    assertThat(new Share(0, 10).high()).isCloseTo(0.2775, within(1e-4));
    assertThat(new Share(1, 1).low()).isCloseTo(0.2065, within(1e-4));
    assertThat(new Share(1, 1).high()).isEqualTo(1);
  }

  @Test
  void of_nothing_nothing_is_known() {
    assertThat(new Share(0, 0).value()).isNaN();
    assertThat(new Share(0, 0).low()).isNaN();
    assertThat(new Share(0, 0).high()).isNaN();
    assertThatThrownBy(() -> new Share(2, 1)).isInstanceOf(IllegalArgumentException.class);
  }
}
