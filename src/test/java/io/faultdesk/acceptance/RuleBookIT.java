package io.faultdesk.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** What rule authors do with a running server. */
class RuleBookIT extends WholeApp {

  private static final Path RULES = temporaryFolder();

  @DynamicPropertySource
  static void rules(DynamicPropertyRegistry registry) {
    write(800);
    registry.add("faultdesk.rules.dir", RULES::toString);
  }

  @BeforeEach
  void limitOf800() {
    write(800);
    admin.post("/api/v1/rules/reload", "").expect(200);
  }

  @Test
  void a_finding_says_on_timeline_and_form_which_rule_of_which_version_saw_what() {
    String version = admin.get("/api/v1/rules").expect(200).json().get("version").asText();
    send("traced", 912);

    String number = ofService("traced");

    JsonNode trace = incident(number).at("/findings/0/evidence/trace");
    assertThat(trace.get("rule").asText()).isEqualTo("Orders are slow");
    assertThat(trace.get("version").asText()).isEqualTo(version);
    assertThat(trace.at("/matched/0/values/recent.p95").asDouble()).isEqualTo(912);
    String traced = "Rule \"Orders are slow\" (orders.drl:2, version " + version + ")\n"
        + "Indicator( name == \"response-time\", recent.p95 > 800, recent.count >= 3 )\n"
        + "→ name response-time · unit ms · last 912 · recent.p95 912 · recent.count 3";
    JsonNode opened = liNa.get("/api/v1/incidents/" + number + "/timeline").expect(200).json().at("/items/0");
    assertThat(opened.get("text").asText()).isEqualTo("912 ms\n" + traced);
    String task = task(number, "diagnose").get("id").asText();
    assertThat(admin.get("/engine-rest/task/" + task + "/variables/why").expect(200).json().get("value").asText())
        .isEqualTo("912 ms\n" + traced);
  }

  @Test
  void a_rule_is_explained_condition_by_condition() {
    send("explained", 700);

    JsonNode told = eventually(() -> {
      JsonNode answer =
          liNa.get("/api/v1/rules/Orders%20are%20slow/explain?service=explained").expect(200).json();
      assertThat(answer.at("/conditions/0/nearest/0/comparisons/1/values/recent.p95").asDouble()).isEqualTo(700);
      return answer;
    });

    assertThat(told.get("holds").asBoolean()).isFalse();
    assertThat(told.at("/conditions/0/nearest/0/comparisons").findValues("holds")).extracting(JsonNode::asBoolean)
        .containsExactly(true, false, true);
    assertThat(told.at("/findings/slow-orders/open").asBoolean()).isFalse();
    send("explained", 950);
    ofService("explained");
    told = liNa.get("/api/v1/rules/Orders%20are%20slow/explain?service=explained").expect(200).json();
    assertThat(told.get("holds").asBoolean()).isTrue();
    assertThat(told.at("/findings/slow-orders/open").asBoolean()).isTrue();

    liNa.get("/api/v1/rules/nobody/explain?service=explained").expect(404);
    liNa.get("/api/v1/rules/Orders%20are%20slow/explain?service=nobody").expect(404);
  }

  @Test
  void a_dry_run_judges_stated_facts_or_what_is_known_now() {
    String drl = drl(500);
    JsonNode stated = admin.post("/api/v1/rules/dry-run", Map.of("drl", drl, "service", "crm-order", "indicators",
        List.of(Map.of("name", "response-time", "unit", "ms", "value", 600)))).expect(200).json();
    assertThat(stated.at("/fired/0").asText()).isEqualTo("Orders are slow");
    assertThat(stated.at("/findings/0/key").asText()).isEqualTo("crm-order/slow-orders");
    assertThat(stated.at("/findings/0/trace/matched/0/values/recent.p95").asDouble()).isEqualTo(600);

    send("dry", 600);
    JsonNode now = eventually(() -> {
      JsonNode answer = admin.post("/api/v1/rules/dry-run", Map.of("drl", drl, "service", "dry")).expect(200).json();
      assertThat(answer.get("findings")).hasSize(1);
      return answer;
    });
    assertThat(now.at("/findings/0/because").asText()).isEqualTo("600 ms");
    assertThat(admin.post("/api/v1/rules/dry-run", Map.of("service", "dry")).expect(200).json().get("findings"))
        .as("by the rules in force").isEmpty();

    JsonNode broken = admin.post("/api/v1/rules/dry-run",
        Map.of("drl", drl.replace("recent.p95", "recent.p96"), "service", "dry")).expect(422).json();
    assertThat(broken.at("/errors/0/line").asInt()).isEqualTo(4);
    List<Map<String, Object>> alerts =
        IntStream.range(0, 1000).mapToObj(i -> Map.<String, Object>of("name", "a" + i)).toList();
    JsonNode costly = admin.post("/api/v1/rules/dry-run",
        Map.of("drl", drl.replace("$i : Indicator(", "Alert() Alert() $i : Indicator("), "service", "dry", "alerts",
            alerts, "indicators", List.of(Map.of("name", "response-time", "value", 600))))
        .expect(422).json();
    assertThat(costly.at("/errors/0/message").asText()).as("whichever limit a machine reaches first")
        .matches(
            "this rule could not be asked: it (looked at more than 500000 pairs of facts|took .* ms of processor time .*)");
    admin.post("/api/v1/rules/dry-run", Map.of("drl", drl)).expect(400);
    JsonNode misspelt = admin.post("/api/v1/rules/dry-run", Map.of("service", "dry", "indicators",
        List.of(Map.of("name", "response-time", "recent", Map.of("men", 3))))).expect(400).json();
    assertThat(misspelt.at("/errors/0/pointer").asText()).isEqualTo("/indicators/0/recent");
    assertThat(misspelt.at("/errors/0/detail").asText()).isEqualTo("has no field \"men\"");
    liNa.post("/api/v1/rules/dry-run", Map.of("service", "dry")).expect(403);
  }

  @Test
  void broken_rules_are_not_replayed() {
    JsonNode broken = admin.post("/api/v1/rules/replays",
        Map.of("from", Instant.ofEpochMilli(clock.millis()).minusSeconds(60).toString(),
            "to", Instant.ofEpochMilli(clock.millis()).toString(), "rules", Map.of("x.drl", "nonsense")))
        .expect(422).json();
    assertThat(broken.get("code").asText()).isEqualTo("broken-rules");
    assertThat(broken.at("/errors/0/file").asText()).isEqualTo("x.drl");
  }

  @Test
  void a_bad_version_is_rolled_back_in_one_call() {
    String good = admin.get("/api/v1/rules").expect(200).json().get("version").asText();
    write(1);
    admin.post("/api/v1/rules/reload", "").expect(200);

    liNa.post("/api/v1/rules/versions/" + good + "/activate", "").expect(403);
    JsonNode status = admin.post("/api/v1/rules/versions/" + good + "/activate", "").expect(200).json();

    assertThat(status.get("version").asText()).isEqualTo(good);
    assertThat(status.get("activatedBy").asText()).isEqualTo("admin");
    JsonNode versions = liNa.get("/api/v1/rules/versions").expect(200).json().get("items");
    assertThat(versions.get(0).get("version").asText()).isEqualTo(good);
    admin.post("/api/v1/rules/versions/nosuch/activate", "").expect(404);
  }

  private void send(String service, double value) {
    clock.advance(Duration.ofMinutes(2)); // what was sent before is no longer in the window
    List<Map<String, Object>> samples = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      samples.add(Map.of("service", service, "indicator", "response-time", "value", value, "time",
          clock.millis() - i * 100));
    }
    monitor.post("/api/v1/samples", samples).expect(202);
  }

  private static String drl(int limit) {
    return """
        package faultdesk.performance
        rule "Orders are slow"
        when
          $i : Indicator( name == "response-time", recent.p95 > %d, recent.count >= 3 )
        then
          findings.raise("slow-orders", $i, MAJOR).because("{recent.p95} {unit}");
        end
        """.formatted(limit);
  }

  private static void write(int limit) {
    try {
      Files.writeString(RULES.resolve("orders.drl"), drl(limit));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
