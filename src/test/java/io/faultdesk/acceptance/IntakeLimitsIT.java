package io.faultdesk.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.faultdesk.acceptance.Client.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  @Test
  void each_token_sees_what_it_has_left_by_whichever_route_it_comes() {
    String first = token("first");
    String second = token("second");

    assertThat(left(bearer(first).post(ALERTS, "[]").expect(200))).isEqualTo(9999);
    assertThat(left(bearer(second).post(ALERTS, "[]").expect(200))).isEqualTo(9999);
    assertThat(left(bearer(second).post("/api/v1/incidents", "{}").expect(400))).isGreaterThanOrEqualTo(9998);

    clock.advance(Duration.ofSeconds(10));
    Answer event = Client.stranger(base()).post("/v2/enqueue",
        Map.of("routing_key", first, "event_action", "resolve", "dedup_key", "unheard-of")).expect(202);
    assertThat(left(event)).isEqualTo(9999);
    assertThat(event.headers().get("ratelimit-policy").getFirst()).contains("\"requests\";q=10000;w=10");
  }

  private String token(String name) {
    return admin.post("/api/v1/tokens", Map.of("name", name, "scopes", List.of("intake"))).expect(201).json()
        .get("token")
        .asText();
  }

  private Client bearer(String token) {
    return Client.stranger(base()).with("Authorization", "Bearer " + token);
  }

  /** How many requests the answer says are left. */
  private static int left(Answer answer) {
    Matcher requests = Pattern.compile("\"requests\";r=(\\d+)").matcher(answer.headers().get("ratelimit").getFirst());
    assertThat(requests.find()).isTrue();
    return Integer.parseInt(requests.group(1));
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
