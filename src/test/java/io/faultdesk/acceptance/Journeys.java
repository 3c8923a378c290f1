package io.faultdesk.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.faultdesk.acceptance.Client.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every path an incident can take, walked from outside; each database has a subclass. */
abstract class Journeys extends WholeApp {

  @Test
  void bad_samples_become_an_incident_that_goes_through_all_phases() {
    String service = "crm-" + UUID.randomUUID();
    String number = slowOrders(service);
    JsonNode opened = incident(number);
    assertThat(opened.get("state").asText()).isEqualTo("open");
    assertThat(opened.get("service").asText()).isEqualTo(service);
    assertThat(opened.at("/findings/0/source").asText()).isEqualTo("rule");
    assertThat(task(number, "diagnose").get("assignee").asText()).isIn("li.na", "wang.fang");

    complete(number, "diagnose", Map.of("outcome", "confirmed", "diagnosis", "索引丢了 🔥 an index is gone"));
    assertThat(incident(number).get("state").asText()).isEqualTo("acknowledged");
    complete(number, "locate", Map.of("component", "crm-db", "cause", "index dropped"));
    complete(number, "repair", Map.of("action", "index created again", "repaired", true));
    heal(service);
    untilRecoveryIsAsked(number);
    complete(number, "recover", Map.of("recovered", true));
    assertThat(incident(number).get("state").asText()).isEqualTo("resolved");
    complete(number, "review",
        Map.of("rootCause", "no migration test", "lesson", "test migrations", "ruleUseful", true));
    JsonNode closed = incident(number);
    assertThat(closed.get("state").asText()).isEqualTo("closed");
    assertThat(closed.at("/closure/reason").asText()).isEqualTo("recovered");
    assertThat(closed.at("/suspects/0/component").asText()).isEqualTo("crm-db");
    noTasks(number);
    JsonNode label = label(service);
    assertThat(label.get("known").asText()).isEqualTo("reviewed");
    assertThat(label.get("by").asText()).isIn("li.na", "wang.fang");
    assertThat(label.get("rootCause").asText()).isEqualTo("no migration test");
    String rule = label.at("/findings/0/rule").asText();
    assertThat(liNa.get("/api/v1/rules/precision?days=1&limit=200").expect(200).json().get("items"))
        .filteredOn(item -> item.get("name").asText().equals(rule)).singleElement()
        .satisfies(item -> assertThat(item.get("confirmed").asInt()).isPositive());
  }

  /** What became of the newest incident of that service. */
  private JsonNode label(String service) {
    return liNa.get("/api/v1/labels?service=" + service).expect(200).json().at("/items/0");
  }

  @Test
  void a_false_alarm_is_closed_by_its_diagnosis() {
    String service = "crm-" + UUID.randomUUID();
    String number = report(Map.of("title", "Looks odd", "service", service));
    String who = task(number, "diagnose").get("assignee").asText();
    complete(number, "diagnose", Map.of("outcome", "false_alarm"));
    assertThat(incident(number).at("/closure/reason").asText()).isEqualTo("false_alarm");
    noTasks(number);
    assertThat(label(service).get("known").asText()).isEqualTo("denied");
    assertThat(label(service).get("by").asText()).isEqualTo(who);
  }

  @Test
  void a_duplicate_is_merged_into_the_other_incident() {
    String first = report(Map.of("title", "Orders hang"));
    String second = report(Map.of("title", "Orders hang too"));
    complete(second, "diagnose", Map.of("outcome", "duplicate", "duplicateOf", first));
    assertThat(incident(second).at("/closure/reason").asText()).isEqualTo("duplicate");
    noTasks(second);
    assertThat(incident(first).get("state").asText()).isEqualTo("open");
    assertThat(incident(first).get("occurrences").asInt()).isEqualTo(2);
  }

  @Test
  void a_duplicate_of_nothing_is_refused_and_the_task_stays() {
    String number = report(Map.of("title", "Orders hang"));
    Answer refused = tryToComplete(holder(number, "diagnose"), number, "diagnose",
        Map.of("outcome", "duplicate", "duplicateOf", "INC-999999"));
    assertThat(refused.expect(400).text()).contains("duplicateOf");
    task(number, "diagnose");
  }

  @Test
  void what_was_not_repaired_goes_back_to_diagnosis() {
    String number = inRepair("Orders hang");
    complete(number, "repair", Map.of("action", "restarted, no change", "repaired", false));
    task(number, "diagnose");
    assertThat(incident(number).get("phase").asText()).isEqualTo("diagnosis");
  }

  @Test
  void what_has_not_recovered_goes_back_to_repair() {
    String number = inRepair("Orders hang");
    complete(number, "repair", Map.of("action", "restarted", "repaired", true));
    complete(number, "recover", Map.of("recovered", "false"));
    task(number, "repair");
    assertThat(incident(number).get("phase").asText()).isEqualTo("repair");
  }

  @Test
  void a_person_s_finding_never_blocks_recovery() {
    String number = inRepair("Orders hang");
    complete(number, "repair", Map.of("action", "restarted", "repaired", true));
    complete(number, "recover", Map.of("recovered", "true"));
    assertThat(incident(number).get("state").asText()).isIn("resolved", "closed");
  }

  @Test
  void recovery_while_a_finding_is_open_needs_a_comment() {
    String service = "crm-" + UUID.randomUUID();
    String number = slowOrders(service);
    repairedAs(number);
    untilRecoveryIsAsked(number);
    Answer refused = tryToComplete(holder(number, "recover"), number, "recover", Map.of("recovered", true));
    assertThat(refused.expect(400).text()).contains("comment");
    complete(number, "recover", Map.of("recovered", true, "comment", "the monitor lags behind"));
    assertThat(incident(number).get("state").asText()).isIn("resolved", "closed");
  }

  @Test
  void what_clears_by_itself_only_asks_for_a_confirmation() {
    String service = "crm-" + UUID.randomUUID();
    String number = slowOrders(service);
    task(number, "diagnose");
    heal(service);
    complete(number, "confirm-cleared", Map.of("outcome", "cleared"));
    assertThat(incident(number).at("/closure/reason").asText()).isEqualTo("cleared");
    noTasks(number);
  }

  @Test
  void what_cleared_by_itself_can_still_be_diagnosed() {
    String service = "crm-" + UUID.randomUUID();
    String number = slowOrders(service);
    task(number, "diagnose");
    heal(service);
    complete(number, "confirm-cleared", Map.of("outcome", "continue"));
    task(number, "diagnose");
  }

  @Test
  void a_cancelled_incident_is_closed_as_such() {
    String number = report(Map.of("title", "A drill"));
    task(number, "diagnose");
    admin.post("/engine-rest/message", Map.of("messageName", "cancel-incident", "businessKey", number)).expect(204);
    assertThat(incident(number).at("/closure/reason").asText()).isEqualTo("cancelled");
    noTasks(number);
  }

  @Test
  void a_process_deleted_by_hand_closes_its_incident_as_cancelled() {
    String number = report(Map.of("title", "A drill"));
    String process = incident(number).get("processInstanceId").asText();
    admin.delete("/engine-rest/process-instance/" + process).expect(204);
    assertThat(incident(number).at("/closure/reason").asText()).isEqualTo("cancelled");
  }

  @Test
  void the_clocks_warn_at_75_percent_and_call_in_the_lead_at_100() {
    String number = report(Map.of("title", "All is down", "service", "crm-order", "impact", "medium", "urgency", "high",
        "category", "availability"));
    JsonNode before = incident(number);
    Duration toRespond = Duration.between(instant(before, "openedAt"), instant(before, "respondBy"));
    Duration toResolve = Duration.between(instant(before, "openedAt"), instant(before, "resolveBy"));
    pass(toRespond.multipliedBy(76).dividedBy(100));
    pass(toResolve.multipliedBy(76).dividedBy(100).minus(toRespond.multipliedBy(76).dividedBy(100)));
    assertThat(Collections.frequency(timeline(number), "escalated"))
        .as("the time to respond at 75 and 100 percent, the time to resolve at 75").isEqualTo(3);
    pass(toResolve.multipliedBy(25).dividedBy(100));
    eventually(() -> {
      assertThat(incident(number).get("priority").asInt()).isLessThan(before.get("priority").asInt());
      return assertThat(task(number, "diagnose").get("assignee").asText()).isEqualTo("wang.fang");
    });
  }

  @Test
  void a_comment_on_the_diagnosis_is_taking_responsibility() {
    String number = report(Map.of("title", "Orders hang", "service", "crm-order"));
    JsonNode task = task(number, "diagnose");
    Client assignee = user(task.get("assignee").asText());
    assignee.post("/engine-rest/task/" + task.get("id").asText() + "/comment/create", Map.of("message", "on it 👀"))
        .expect(200);
    assertThat(incident(number).get("state").asText()).isEqualTo("acknowledged");
    JsonNode items = liNa.get("/api/v1/incidents/" + number + "/timeline").expect(200).json().get("items");
    assertThat(items).filteredOn(item -> item.get("kind").asText().equals("acknowledged"))
        .singleElement()
        .satisfies(item -> assertThat(item.get("text").asText()).isEqualTo("on it 👀"))
        .satisfies(item -> assertThat(item.get("by").asText()).isEqualTo(task.get("assignee").asText()));
  }

  @Test
  void a_report_that_makes_it_more_pressing_brings_its_clocks_forward() {
    Map<String, Object> little =
        Map.of("title", "All is slow", "impact", "low", "urgency", "low", "dedupKey", "forward");
    String number = report(little);
    String dueBefore = task(number, "diagnose").get("due").asText();
    Map<String, Object> much =
        Map.of("title", "All is down", "impact", "high", "urgency", "high", "dedupKey", "forward");
    monitor.post("/api/v1/incidents", much).expect(200);
    JsonNode incident = incident(number);
    assertThat(Duration.between(instant(incident, "openedAt"), instant(incident, "respondBy"))).hasMinutes(15);
    assertThat(task(number, "diagnose").get("due").asText()).isNotEqualTo(dueBefore);
    pass(Duration.ofMinutes(12));
    assertThat(timeline(number)).containsOnlyOnce("escalated");
  }

  @Test
  void acknowledging_over_the_api_is_taking_responsibility() {
    String number = report(Map.of("title", "Orders hang", "service", "crm-order"));
    admin.post("/engine-rest/task/" + task(number, "diagnose").get("id").asText() + "/unclaim", "").expect(204);
    liNa.post("/api/v1/incidents/" + number + "/acknowledgement", Map.of("note", "on it")).expect(200);
    assertThat(incident(number).get("state").asText()).isEqualTo("acknowledged");
    assertThat(task(number, "diagnose").get("assignee").asText()).isEqualTo("li.na");
    assertThat(incident(number).get("assignee").asText()).isEqualTo("li.na");
  }

  @Test
  void acknowledging_over_the_api_takes_no_diagnosis_from_who_has_it() {
    String number = report(Map.of("title", "Orders hang"));
    String holder = task(number, "diagnose").get("assignee").asText();
    liNa.post("/api/v1/incidents/" + number + "/acknowledgement", Map.of("note", "on it")).expect(200);
    assertThat(incident(number).get("state").asText()).isEqualTo("acknowledged");
    assertThat(task(number, "diagnose").get("assignee").asText()).isEqualTo(holder).isNotEqualTo("li.na");
  }

  @Test
  void a_resolution_over_the_api_ends_the_work_and_leaves_the_review() {
    String number = report(Map.of("title", "All is down", "impact", "high", "urgency", "high"));
    task(number, "diagnose");
    liNa.post("/api/v1/incidents/" + number + "/resolution", Map.of("text", "fixed by the provider")).expect(200);
    assertThat(incident(number).get("state").asText()).isEqualTo("resolved");
    task(number, "review");
  }

  @Test
  void a_false_alarm_over_the_api_ends_the_process() {
    String number = report(Map.of("title", "Looks odd"));
    task(number, "diagnose");
    liNa.post("/api/v1/incidents/" + number + "/resolution", Map.of("text", "a test", "falseAlarm", true)).expect(200);
    assertThat(incident(number).at("/closure/reason").asText()).isEqualTo("false_alarm");
    noTasks(number);
  }

  @Test
  void a_merge_over_the_api_ends_the_process() {
    String first = report(Map.of("title", "Orders hang"));
    String second = report(Map.of("title", "Orders hang too"));
    liNa.post("/api/v1/incidents/" + second + "/merge", Map.of("into", first)).expect(200);
    assertThat(incident(second).at("/closure/reason").asText()).isEqualTo("duplicate");
    noTasks(second);
  }

  @Test
  void an_alert_of_another_monitor_becomes_an_incident_and_its_repeats_do_not() {
    String service = "crm-" + UUID.randomUUID();
    String alert = """
      [{"labels":{"alertname":"HighLatency","service":"%s","severity":"critical"},
        "annotations":{"summary":"下单太慢 🔥"},"startsAt":"%s","generatorURL":"http://prometheus/graph"}]
      """.formatted(service, clock.instant());
    monitor.post("/api/v2/alerts", alert).expect(200);
    String number = ofService(service);
    monitor.post("/api/v2/alerts", alert).expect(200);
    monitor.post("/api/v2/alerts", alert).expect(200);
    eventually(() -> assertThat(incident(number).get("occurrences").asInt()).isEqualTo(3));
    JsonNode page = liNa.get("/api/v1/incidents?service=" + service).expect(200).json();
    assertThat(page.get("items")).hasSize(1);
    assertThat(page.at("/items/0/findings/0/evidence/annotations/summary").asText()).isEqualTo("下单太慢 🔥");
  }

  /** Sends slow answers until the rule has found them, and returns the incident's number. */
  String slowOrders(String service) {
    for (int second = 0; second < 20; second++) {
      send(service, 3_000);
      clock.advance(Duration.ofSeconds(1));
    }
    return ofService(service);
  }

  /** Sends fast answers for long enough that every window is healthy again. */
  void heal(String service) {
    clock.advance(Duration.ofHours(1));
    String lines = IntStream.range(0, 300)
        .mapToObj(second -> line(service, 40, clock.instant().minusSeconds(300 - second)))
        .collect(Collectors.joining("\n"));
    monitor.postNdjson("/api/v1/samples", lines).expect(202);
    clock.advance(Duration.ofMinutes(10));
    send(service, 40);
    eventually(() -> {
      String number = liNa.get("/api/v1/incidents?service=" + service).json().at("/items/0/number").asText();
      return assertThat(incident(number).get("findings"))
          .allMatch(finding -> !finding.get("clearedAt").isNull());
    });
  }

  private void send(String service, double millis) {
    monitor.postNdjson("/api/v1/samples", line(service, millis, clock.instant())).expect(202);
  }

  private static String line(String service, double millis, Instant time) {
    return "{\"service\":\"%s\",\"indicator\":\"response-time\",\"value\":%s,\"time\":\"%s\"}"
        .formatted(service, millis, time);
  }

  private String inRepair(String title) {
    String number = report(Map.of("title", title, "impact", "low", "urgency", "low"));
    complete(number, "diagnose", Map.of("outcome", "confirmed", "diagnosis", "it hangs"));
    complete(number, "locate", Map.of("component", "crm-order", "cause", "unknown"));
    task(number, "repair");
    return number;
  }

  private void repairedAs(String number) {
    complete(number, "diagnose", Map.of("outcome", "confirmed", "diagnosis", "slow"));
    complete(number, "locate", Map.of("component", "crm-db", "cause", "load"));
    complete(number, "repair", Map.of("action", "restarted", "repaired", true));
  }

  /** Lets the process look as often as it does whether the findings have cleared. */
  private void untilRecoveryIsAsked(String number) {
    eventually(() -> {
      if (waits(number, "recovery")) {
        pass(Duration.ofSeconds(16));
      }
      return assertThat(tasks(number).findValuesAsText("taskDefinitionKey")).containsExactly("recover");
    });
  }

  private static Instant instant(JsonNode incident, String field) {
    return Instant.parse(incident.get(field).asText());
  }
}
