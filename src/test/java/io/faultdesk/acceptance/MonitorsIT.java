package io.faultdesk.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The problems of other monitors, from their first message to their last, as their users see them in the incident. */
class MonitorsIT extends WholeApp {

  private final String host = "host-" + UUID.randomUUID();

  @Test
  void a_problem_of_nagios_is_acknowledged_there_and_clears_with_its_recovery() {
    nagios("PROBLEM", "WARNING", 0, "");
    String number = ofService(host);
    nagios("PROBLEM", "CRITICAL", 3, "");
    nagios("ACKNOWLEDGEMENT", "CRITICAL", 5, "正在处理");
    eventually(() -> {
      JsonNode incident = incident(number);
      assertThat(incident.get("state").asText()).isEqualTo("acknowledged");
      assertThat(incident.get("occurrences").asInt()).isEqualTo(2);
      assertThat(incident.get("urgency").asText()).isEqualTo("high");
      assertThat(timeline(number)).contains("finding-worsened", "comment");
      return number;
    });
    nagios("RECOVERY", "OK", 9, "");
    eventually(() -> assertThat(incident(number).at("/findings/0/clearedAt").isNull()).isFalse());

    nagios("PROBLEM", "CRITICAL", 3, "");
    nagios("ACKNOWLEDGEMENT", "CRITICAL", 4, "late");
    monitor.post("/api/v1/intake/nagios", "{\"hostname\":\"%s\",\"hoststate\":\"DOWN\"}".formatted(host)).expect(200);
    eventually(() -> assertThat(ofHost()).as("the host's own incident").hasSize(2));
    assertThat(timeline(number).stream().filter("comment"::equals)).as("what came late is nothing").hasSize(1);
    assertThat(incident(number).get("findings")).hasSize(1);
  }

  @Test
  void an_acknowledgement_alone_opens_nothing() {
    nagios("ACKNOWLEDGEMENT", "CRITICAL", 0, "mine");
    monitor.post("/api/v1/intake/zabbix", zabbix("1", "0", "High")).expect(200);
    ofService(host);

    assertThat(ofHost()).hasSize(1);
    assertThat(ofHost().at("/0/findings/0/evidence/sender").asText()).isEqualTo("zabbix");
  }

  @Test
  void what_somebody_does_in_zabbix_stands_on_the_timeline() {
    monitor.post("/api/v1/intake/zabbix", zabbix("1", "0", "High")).expect(200);
    String number = ofService(host);
    monitor.post("/api/v1/intake/zabbix", zabbix("1", "1", "Disaster")).expect(200);
    eventually(() -> {
      assertThat(incident(number).get("state").asText()).isEqualTo("acknowledged");
      assertThat(timeline(number)).contains("finding-worsened", "comment");
      return number;
    });
    monitor.post("/api/v1/intake/zabbix", zabbix("0", "0", "High")).expect(200);
    eventually(() -> assertThat(incident(number).at("/findings/0/clearedAt").isNull()).isFalse());
  }

  @Test
  void an_event_for_pagerduty_is_triggered_acknowledged_resolved_and_triggered_anew() {
    String key = admin.post("/api/v1/tokens", Map.of("name", "pager", "scopes", List.of("intake"))).expect(201).json()
        .get("token").asText();
    Client sender = Client.stranger(base());
    sender.post("/v2/enqueue", event(key, "acknowledge")).expect(202);
    sender.post("/v2/enqueue", event(key, "resolve")).expect(202);
    JsonNode answer = sender.post("/v2/enqueue", event(key, "trigger")).expect(202).json();
    assertThat(answer.get("status").asText()).isEqualTo("success");
    assertThat(answer.get("dedup_key").asText()).isEqualTo(host);
    String number = ofService(host);

    sender.post("/v2/enqueue", event(key, "acknowledge")).expect(202);
    eventually(() -> assertThat(incident(number).get("state").asText()).isEqualTo("acknowledged"));
    sender.post("/v2/enqueue", event(key, "resolve")).expect(202);
    eventually(() -> assertThat(incident(number).at("/findings/0/clearedAt").isNull()).isFalse());
    clock.advance(Duration.ofSeconds(1));
    sender.post("/v2/enqueue", event(key, "trigger")).expect(202);
    eventually(() -> assertThat(incident(number).get("findings")).hasSize(2));
  }

  @Test
  void a_wrong_routing_key_opens_nothing_and_no_key_is_kept() {
    Client sender = Client.stranger(base());
    JsonNode refused = sender.post("/v2/enqueue", event("fdk_guess", "trigger")).expect(401).json();
    assertThat(refused.at("/errors/0").asText()).contains("routing_key");
    String key = admin.post("/api/v1/tokens", Map.of("name", "pager", "scopes", List.of("intake"))).expect(201).json()
        .get("token").asText();
    JsonNode invalid = sender.post("/v2/enqueue", event(key, "explode")).expect(400).json();
    assertThat(invalid.at("/errors/0").asText()).startsWith("event_action must be trigger");
    assertThat(admin.get("/api/v1/dead-letters").expect(200).text()).contains("explode").doesNotContain(key);
    String reading = admin.post("/api/v1/tokens", Map.of("name", "r", "scopes", List.of("read"))).expect(201).json()
        .get("token").asText();
    sender.post("/v2/enqueue", event(reading, "trigger")).expect(403);
    assertThat(ofHost()).isEmpty();
  }

  private Map<String, Object> event(String key, String action) {
    return Map.of("routing_key", key, "event_action", action, "dedup_key", host, "client", "Sensu",
        "payload", Map.of("summary", "磁盘已满 on " + host, "source", host, "severity", "error", "custom_details",
            Map.of("free", 0)));
  }

  @Test
  void what_cannot_be_read_is_answered_as_a_problem_and_kept() {
    JsonNode problem =
        monitor.post("/api/v1/intake/nagios", "{\"hostname\":\"%s\",\"hoststate\":\"C:\\d\"}".formatted(host))
            .expect(400)
            .json();
    assertThat(problem.get("detail").asText()).contains("line 1, column");
    assertThat(problem.get("code").asText()).isEqualTo("bad-request");
    assertThat(admin.get("/api/v1/dead-letters").expect(200).json().findValuesAsText("excerpt"))
        .anyMatch(excerpt -> excerpt.contains(host));
    monitor.post("/api/v1/intake/zabbix", "{}").expect(422);
  }

  @Test
  void a_cloud_event_has_its_effect_once_and_clears_what_it_opened() {
    Client sender = monitor.with("X-Sender", "checks");
    String alert =
        "{\"labels\":{\"alertname\":\"DiskFull\",\"service\":\"%s\",\"severity\":\"critical\"}".formatted(host);
    String id = UUID.randomUUID().toString();
    Client event =
        sender.with("ce-specversion", "1.0").with("ce-id", id).with("ce-source", "/crm/%E7%A3%81%E7%9B%98")
            .with("ce-type", "io.faultdesk.alert.v1");
    assertThat(event.post("/api/v1/intake/cloudevents", alert + "}").expect(202).json().get("accepted").asInt())
        .isOne();
    String number = ofService(host);
    event.post("/api/v1/intake/cloudevents", alert + "}").expect(202);

    String batch = """
        [{"specversion":"1.0","id":"%1$s","source":"/crm/磁盘","type":"io.faultdesk.alert.v1","data":%2$s}},
         {"specversion":"1.0","id":"%1$s-2","source":"/crm/磁盘","type":"io.faultdesk.alert.v1","data":%2$s,"status":"resolved"}},
         {"specversion":"1.0","id":"%1$s-3","source":"/crm/磁盘","type":"io.faultdesk.sample.v1",
          "data":{"service":"%3$s","indicator":"free","value":0}},
         {"specversion":"1.0","id":"%1$s-4"}]
        """.formatted(id, alert, host);
    JsonNode answer =
        sender.post("/api/v1/intake/cloudevents", "application/cloudevents-batch+json", batch).expect(202).json();
    assertThat(answer.get("accepted").asInt()).isEqualTo(3);
    assertThat(answer.at("/rejected/0/index").asInt()).isEqualTo(3);
    eventually(() -> assertThat(incident(number).at("/findings/0/clearedAt").isNull()).isFalse());
    assertThat(incident(number).get("occurrences").asInt()).isOne();
    assertThat(incident(number).at("/findings/0/evidence/sender").asText()).isEqualTo("cloudevents");
    assertThat(liNa.get("/api/v1/services/" + host + "/indicators").expect(200).json().at("/items/0/last").asInt(-1))
        .isZero();
  }

  @Test
  void a_change_stands_once_on_the_incidents_of_its_service_whichever_comes_first() {
    String key = admin.post("/api/v1/tokens", Map.of("name", "ci", "scopes", List.of("intake"))).expect(201).json()
        .get("token").asText();
    Client sender = Client.stranger(base());
    nagios("PROBLEM", "CRITICAL", 3, "");
    String earlier = ofService(host);
    for (int times = 0; times < 2; times++) {
      JsonNode answer = sender.post("/v2/change/enqueue", change(key, "deployed 2.14.1")).expect(202).json();
      assertThat(answer.get("status").asText()).isEqualTo("success");
      assertThat(answer.get("message").asText()).isEqualTo("Change event processed");
    }
    eventually(() -> assertThat(changes(earlier)).hasSize(1));
    JsonNode entry = changes(earlier).getFirst();
    assertThat(entry.get("text").asText()).isEqualTo("deployed 2.14.1\nservice: " + host + "\nbuild: https://ci/220");
    assertThat(entry.get("by").asText()).isEqualTo("pipeline-17");

    String later = report(Map.of("title", "Orders hang", "service", host));
    assertThat(changes(later)).hasSize(1);
    clock.advance(Duration.ofHours(25));
    assertThat(changes(report(Map.of("title", "Orders hang", "service", host)))).as("a day later").isEmpty();
    assertThat(changes(earlier)).hasSize(1);
    assertThat(changes(report(Map.of("title", "Nobody knows where")))).isEmpty();

    sender.post("/v2/change/enqueue", change("fdk_guess", "x")).expect(401);
    JsonNode invalid = sender.post("/v2/change/enqueue", Map.of("routing_key", key)).expect(400).json();
    assertThat(invalid.at("/errors/0").asText()).isEqualTo("payload.summary is missing or blank");
    monitor.post("/v2/enqueue", event(key, "explode")).expect(400);
    assertThat(admin.get("/api/v1/dead-letters").expect(200).text()).contains("explode").doesNotContain(key);
  }

  private Map<String, Object> change(String key, String summary) {
    return Map.of("routing_key", key, "payload",
        Map.of("summary", summary, "source", "pipeline-17", "custom_details", Map.of("service", host)),
        "links", List.of(Map.of("href", "https://ci/220", "text", "build")));
  }

  private List<JsonNode> changes(String number) {
    List<JsonNode> changes = new ArrayList<>();
    liNa.get("/api/v1/incidents/" + number + "/timeline").expect(200).json().get("items").forEach(entry -> {
      if (entry.get("kind").asText().equals("change")) {
        changes.add(entry);
      }
    });
    return changes;
  }

  private JsonNode ofHost() {
    return liNa.get("/api/v1/incidents?service=" + host).expect(200).json().get("items");
  }

  private void nagios(String type, String state, int second, String comment) {
    monitor.post(
        "/api/v1/intake/nagios",
        Map.of("notificationtype", type, "hostname", host, "servicedesc", "response-time", "servicestate", state,
            "timet", String.valueOf(1795198452 + second), "serviceoutput", state + " - 响应时间 4.2s",
            "notificationauthor", comment.isEmpty() ? "" : "zhang.san", "notificationcomment", comment))
        .expect(200);
  }

  private Map<String, Object> zabbix(String value, String update, String severity) {
    return Map.of("event_value", value, "event_update_status", update, "event_id", host, "event_name", "slow",
        "event_nseverity", severity.equals("Disaster") ? "5" : "4", "event_date", "2026.11.20", "event_time",
        "18:22:20",
        "host_name", host, "event_update_action", update.equals("1") ? "acknowledged" : "{EVENT.UPDATE.ACTION}",
        "event_update_user", "li.na");
  }
}
