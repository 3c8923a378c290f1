package io.faultdesk.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/**
 * The engine's own job executor at work, with nothing to do for so long that it looks as seldom as it ever does: here that
 * is after its first look in vain, while it takes minutes otherwise.
 */
@TestPropertySource(properties = "camunda.bpm.job-execution.wait-increase-factor=1000000")
@DirtiesContext
class TimersIT extends WholeApp {

  private static final Duration PROMISED = Duration.ofSeconds(10);

  @Test
  void a_timer_that_is_due_after_idle_hours_is_done_within_ten_seconds() {
    String number = report(Map.of("title", "Letters are late", "impact", "low", "urgency", "low"));
    task(number, "diagnose");
    JsonNode incident = incident(number);
    Duration ahead = Duration.between(clock.instant(), Instant.parse(incident.get("respondBy").asText()));
    assertThat(ahead).isGreaterThan(Duration.ofHours(1));
    await("nothing is left to do").during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(20)).until(
        () -> admin.get("/engine-rest/job/count?executable=true").expect(200).json().get("count").asInt() == 0);

    clock.advance(ahead.plusSeconds(1));
    await().atMost(PROMISED).pollInterval(Duration.ofMillis(100))
        .untilAsserted(() -> assertThat(timeline(number)).contains("escalated"));
  }
}
