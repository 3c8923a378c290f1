package io.faultdesk.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.faultdesk.signal.SenderLimits.Pass;
import io.faultdesk.testing.HandClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class SenderLimitsTest {

  private static final Principal PROMETHEUS = new TokenCaller("prometheus", "1");
  private static final Principal NAGIOS_OF_THE_SAME_OWNER = new TokenCaller("prometheus", "2");

  private final HandClock clock = new HandClock(Instant.parse("2026-11-20T18:20:00Z"));
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  @Test
  void as_many_as_the_burst_allows_may_come_at_once_and_then_as_many_as_refill() {
    SenderLimits limits = limits("2", "0B", "5s");
    for (int i = 0; i < 10; i++) {
      assertThat(admit(limits, PROMETHEUS).refused()).isFalse();
    }
    assertThat(admit(limits, PROMETHEUS).refused()).isTrue();

    clock.advance(Duration.ofMillis(499));
    assertThat(admit(limits, PROMETHEUS).refused()).isTrue();
    clock.advance(Duration.ofMillis(1));
    assertThat(admit(limits, PROMETHEUS).refused()).isFalse();
    assertThat(admit(limits, PROMETHEUS).refused()).isTrue();
    assertThat(meters.counter("faultdesk.signal.limited").count()).isEqualTo(3);
  }

  @Test
  void each_token_has_its_own_even_where_one_account_owns_them() {
    SenderLimits limits = limits("1", "0B", "1s");
    admit(limits, PROMETHEUS);

    assertThat(admit(limits, PROMETHEUS).refused()).isTrue();
    assertThat(admit(limits, NAGIOS_OF_THE_SAME_OWNER).refused()).isFalse();
    assertThat(admit(limits, () -> "li.na").refused()).isFalse();
    assertThat(admit(limits, () -> "li.na").refused()).isTrue();
  }

  @Test
  void a_body_is_taken_whole_and_what_was_too_much_is_owed() {
    SenderLimits limits = limits("0", "100B", "10s");
    admit(limits, PROMETHEUS).read(1500);
    assertThat(admit(limits, PROMETHEUS).refused()).isTrue();

    clock.advance(Duration.ofSeconds(5));
    assertThat(admit(limits, PROMETHEUS).refused()).isTrue();
    clock.advance(Duration.ofMillis(10));
    assertThat(admit(limits, PROMETHEUS).refused()).isFalse();
  }

  @Test
  void nobody_owes_more_than_one_burst() {
    SenderLimits limits = limits("0", "100B", "10s");
    admit(limits, PROMETHEUS).read(1L << 40);

    clock.advance(Duration.ofMillis(10_010));

    assertThat(admit(limits, PROMETHEUS).refused()).isFalse();
  }

  @Test
  void a_clock_that_is_put_back_holds_nobody_up() {
    SenderLimits limits = limits("1", "0B", "1s");
    admit(limits, PROMETHEUS);

    clock.advance(Duration.ofHours(-2));
    assertThat(admit(limits, PROMETHEUS).refused()).isTrue();
    clock.advance(Duration.ofSeconds(1));
    assertThat(admit(limits, PROMETHEUS).refused()).isFalse();
  }

  @Test
  void what_is_left_is_shown() {
    SenderLimits limits = limits("10", "1KB", "10s");
    admit(limits, PROMETHEUS).read(240);

    MockHttpServletResponse answer = new MockHttpServletResponse();
    admit(limits, PROMETHEUS).show(answer);

    assertThat(answer.getHeader("RateLimit-Policy"))
        .isEqualTo("\"content-bytes\";q=10240;w=10;qu=\"content-bytes\", \"requests\";q=100;w=10;qu=\"requests\"");
    assertThat(answer.getHeader("RateLimit")).isEqualTo("\"content-bytes\";r=10000;t=1, \"requests\";r=98;t=1");
  }

  @Test
  void whoever_is_refused_is_told_when_to_come_again() {
    SenderLimits limits = limits("0", "100B", "10s");
    admit(limits, PROMETHEUS).read(1250);

    Pass refused = admit(limits, PROMETHEUS);

    assertThatExceptionOfType(IntakeBusy.class)
        .isThrownBy(refused::require)
        .satisfies(busy -> assertThat(busy.getHeaders().getFirst("Retry-After")).isEqualTo("3"));
  }

  @Test
  void nothing_is_limited_and_nothing_shown_where_both_are_off() {
    SenderLimits limits = limits("0", "0B", "1s");
    admit(limits, PROMETHEUS).read(Long.MAX_VALUE);

    MockHttpServletResponse answer = new MockHttpServletResponse();
    Pass pass = admit(limits, PROMETHEUS);
    pass.show(answer);

    assertThatNoException().isThrownBy(pass::require);
    assertThat(answer.getHeaderNames()).isEmpty();
  }

  @Test
  void the_memory_of_senders_is_bounded() {
    SenderLimits limits = limits("1", "1B", "1s");
    for (int i = 0; i < SenderLimits.CAPACITY + 100; i++) {
      admit(limits, new TokenCaller("mallory", String.valueOf(i)));
    }
    assertThat(limits.remembered()).isEqualTo(SenderLimits.CAPACITY);
  }

  private Pass admit(SenderLimits limits, Principal caller) {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.setUserPrincipal(caller);
    return limits.admit(request);
  }

  private SenderLimits limits(String requests, String bytes, String burst) {
    Map<String, String> given = Map.of("rate.requests", requests, "rate.bytes", bytes, "rate.burst", burst);
    SignalSettings settings =
        new Binder(new MapConfigurationPropertySource(given)).bindOrCreate("", SignalSettings.class);
    return new SenderLimits(settings, clock, meters);
  }
}
