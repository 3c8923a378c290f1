package io.faultdesk.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.faultdesk.acceptance.Client.Answer;
import org.junit.jupiter.api.Test;

/** What a sender of alerts sees that sends too much at once, with everything in place that stands before the intake. */
class IntakeLimitsIT extends WholeApp {

  private static final String ALERTS = "/api/v2/alerts";
  private static final String BEGINNING = "[{\"labels\":{\"alertname\":\"";

  @Test
  void a_body_that_announces_to_be_too_long_is_refused_in_the_sender_s_format_and_kept() {
    refusedAndKept(monitor.post(ALERTS, body(11, 'a')), 'a');
  }

  @Test
  void a_body_that_turns_out_to_be_too_long_is_refused_alike() {
    refusedAndKept(monitor.postChunked(ALERTS, body(11, 'b')), 'b');
  }

  @Test
  void a_body_far_too_long_still_gets_its_answer() {
    refusedAndKept(monitor.post(ALERTS, body(80, 'c')), 'c');
  }

  @Test
  void a_stranger_s_body_is_not_kept() {
    assertThat(Client.stranger(base()).post(ALERTS, body(11, 'd')).status()).isEqualTo(401);
    assertThat(excerpts()).noneMatch(excerpt -> excerpt.startsWith(BEGINNING + "d"));
  }

  private void refusedAndKept(Answer answer, char filling) {
    JsonNode refusal = answer.expect(413).json();
    assertThat(refusal.get("code").asInt()).isEqualTo(413);
    assertThat(refusal.get("message").asText()).contains("longer than 10485760 bytes");
    assertThat(excerpts()).anyMatch(excerpt -> excerpt.startsWith(BEGINNING + filling));
  }

  private Iterable<String> excerpts() {
    return admin.get("/api/v1/dead-letters").expect(200).json().findValuesAsText("excerpt");
  }

  private static String body(int mebibytes, char filling) {
    return BEGINNING + String.valueOf(filling).repeat(mebibytes << 20) + "\"}}]";
  }
}
