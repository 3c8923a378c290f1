package io.faultdesk.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultdesk.demo.CrmPlatform.Measurement;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrmPlatformTest {

  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

  private final CrmPlatform platform = new CrmPlatform(1);

  @ParameterizedTest
  @CsvSource({
    "SLOW_DATABASE, crm-db, response-time, 500, 100000",
    "ERRORS_AFTER_DEPLOY, crm-api, error-rate, 0.1, 1",
    "DUPLICATE_CUSTOMERS, crm-db, duplicate-customers, 10, 200",
    "ORDER_BACKLOG, crm-order, order-backlog, 400, 2000",
    "LOGIN_ATTACK, crm-web, login-failures, 100, 1000",
  })
  void each_breakdown_is_seen_in_its_indicator_and_only_while_it_lasts(
      Breakdown breakdown, String service, String indicator, double least, double most) {
    assertThat(value(breakdown, service, indicator)).isBetween(least, most);
    assertThat(value(null, service, indicator)).isLessThan(least / 2);
  }

  @Test
  void the_same_moment_always_gives_the_same_figures() {
    assertThat(platform.measure(NOON, null, 0)).isEqualTo(platform.measure(NOON, null, 0));
  }

  @Test
  void fewer_people_are_there_at_night() {
    assertThat(platform.measure(NOON.plus(Duration.ofHours(14)), null, 0).get(3).value())
        .isLessThan(platform.measure(NOON, null, 0).get(3).value() / 2);
  }

  @Test
  void breaks_first_after_a_few_seconds_and_takes_turns() {
    DemoSettings settings =
        new DemoSettings("demo", Duration.ofSeconds(8), Duration.ofMinutes(3), Duration.ofMinutes(4),
            Duration.ofMinutes(2));
    assertThat(settings.at(Duration.ofSeconds(7)).broken()).isFalse();
    assertThat(settings.at(Duration.ofSeconds(8)).breakdown()).isEqualTo(Breakdown.SLOW_DATABASE);
    assertThat(settings.at(Duration.ofSeconds(8 + 180)).broken()).isFalse();
    assertThat(settings.at(Duration.ofSeconds(8 + 420)).breakdown()).isEqualTo(Breakdown.ORDER_BACKLOG);
  }

  @Test
  void what_breaks_next_may_show_before() {
    DemoSettings settings = new DemoSettings(
        "demo", Duration.ofSeconds(8), Duration.ofMinutes(3), Duration.ofMinutes(4), Duration.ofMinutes(2));
    Duration second = Duration.ofSeconds(8 + 420);
    assertThat(settings.onset(second.minusSeconds(120))).isZero();
    assertThat(settings.at(second.minusSeconds(90)).breakdown()).isEqualTo(Breakdown.ORDER_BACKLOG);
    assertThat(settings.onset(second.minusSeconds(90))).isEqualTo(Breakdown.ORDER_BACKLOG.omen() / 2);
    assertThat(settings.onset(second.minusSeconds(1))).isEqualTo(Breakdown.ORDER_BACKLOG.omen());
    assertThat(settings.onset(second.plusSeconds(3))).isEqualTo(1);
    assertThat(settings.onset(Duration.ofSeconds(8 + 4 * 420 - 1))).as("before a new version").isZero();
  }

  private double value(Breakdown breakdown, String service, String indicator) {
    return platform.measure(NOON, breakdown, breakdown == null ? 0 : 1).stream()
        .filter(measured -> measured.service().equals(service) && measured.indicator().equals(indicator))
        .mapToDouble(Measurement::value)
        .findFirst()
        .orElseThrow();
  }
}
