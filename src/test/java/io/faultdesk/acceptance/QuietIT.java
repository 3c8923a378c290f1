package io.faultdesk.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What alerts that belong together become, from the monitor's message to the people's tasks. */
class QuietIT extends WholeApp {

  private final String id = UUID.randomUUID().toString();

  @Test
  void a_callers_alert_becomes_a_finding_of_its_callees_incident_with_one_task_for_both() {
    post("Down", "shop-db", Map.of("zone", "a"), true);
    String number = ofService("shop-db");
    post("Slow", "shop-web", Map.of("zone", "b"), true);
    eventually(() -> assertThat(incident(number).get("findings")).hasSize(2));

    JsonNode collected = incident(number).at("/findings/1");
    assertThat(collected.get("service").asText()).isEqualTo("shop-web");
    assertThat(collected.at("/quiet/stage").asText()).isEqualTo("dependency");
    assertThat(collected.at("/quiet/reason").asText()).isEqualTo("shop-web depends on shop-db, where Down is open");
    assertThat(collected.at("/evidence/labels/zone").asText()).isEqualTo("b");
    assertThat(liNa.get("/api/v1/incidents?service=shop-web").expect(200).json().get("items")).isEmpty();
    assertThat(admin.get("/engine-rest/task?processInstanceBusinessKey=" + number).expect(200).json()).hasSize(1);

    post("Slow", "shop-web", Map.of("zone", "b"), false);
    eventually(() -> assertThat(incident(number).at("/findings/1/clearedAt").isNull()).isFalse());
    post("Down", "shop-db", Map.of("zone", "a"), false);
    eventually(() -> assertThat(incident(number).at("/findings/0/clearedAt").isNull()).isFalse());
    JsonNode found = liNa.get("/api/v1/incidents/" + number + "/findings?limit=1").expect(200).json();
    assertThat(found.at("/items/0/service").asText()).isEqualTo("shop-web");
    assertThat(found.get("nextCursor").isNull()).isFalse();
    assertThat(liNa.get("/api/v1/incidents/" + number + "/findings?open=true").expect(200).json().get("items"))
        .isEmpty();
  }

  @Test
  void an_inhibited_alert_says_why_it_is_quiet_and_opens_its_incident_when_that_is_over() {
    post("TargetDown", "s-" + id, Map.of("quiet", "source"), true);
    ofService("s-" + id);
    post("Slow", "t-" + id, Map.of("quiet", "target"), true);
    JsonNode muted = eventually(() -> {
      JsonNode items = mutedOf("t-" + id).get("items");
      assertThat(items).hasSize(1);
      return items.get(0);
    });
    assertThat(muted.get("stage").asText()).isEqualTo("inhibition");
    assertThat(muted.at("/reasons/0/text").asText())
        .isEqualTo("inhibited by TargetDown on s-" + id + ", which is open");
    assertThat(liNa.get("/api/v1/incidents?service=t-" + id).expect(200).json().get("items")).isEmpty();

    post("TargetDown", "s-" + id, Map.of("quiet", "source"), false);

    assertThat(timeline(ofService("t-" + id))).contains("opened", "was-quiet");
    assertThat(mutedOf("t-" + id).get("items")).isEmpty();
    liNa.get("/api/v1/muted-findings?stage=noise").expect(400);
    Client.stranger(base()).get("/api/v1/muted-findings").expect(401);
  }

  @Test
  void a_group_has_one_incident_after_its_delay() {
    post("A", "g1-" + id, Map.of("quiet", "group"), true);
    post("B", "g2-" + id, Map.of("quiet", "group"), true);
    eventually(() -> assertThat(mutedOf("g2-" + id).get("items")).hasSize(1));
    clock.advance(Duration.ofMinutes(1));
    String number = eventually(() -> {
      List<String> numbers = new ArrayList<>();
      liNa.get("/api/v1/incidents").expect(200).json().get("items").forEach(item -> {
        if (item.get("dedupKey").asText().contains(id)) {
          numbers.add(item.get("number").asText());
        }
      });
      assertThat(numbers).hasSize(1);
      return numbers.getFirst();
    });
    eventually(() -> assertThat(incident(number).get("findings")).hasSize(2));
  }

  private JsonNode mutedOf(String service) {
    return liNa.get("/api/v1/muted-findings?service=" + service).expect(200).json();
  }

  private void post(String name, String service, Map<String, String> more, boolean firing) {
    Map<String, String> labels = new HashMap<>(more);
    labels.putAll(Map.of("alertname", name, "service", service, "case", id, "severity", "warning"));
    Instant now = clock.instant();
    Map<String, Object> alert = Map.of("labels", labels, "annotations", Map.of("summary", name + " on " + service),
        "startsAt", now.minusSeconds(60).toString(),
        "endsAt", (firing ? now.plus(Duration.ofHours(9)) : now.minusSeconds(1)).toString());
    monitor.post("/api/v2/alerts", List.of(alert)).expect(200);
  }
}
