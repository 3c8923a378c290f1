package io.faultdesk.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Planned work on a critical service, from the proposal to the incident of what is still wrong afterwards. */
class MaintenanceIT extends WholeApp {

  private static final String WINDOWS = "/api/v1/maintenance-windows";
  private static final String TASK = "approve-maintenance";

  private final String alert = "DiskFull-" + UUID.randomUUID();

  @Test
  void what_is_approved_keeps_its_findings_quiet_until_it_is_called_off() {
    String number = propose();
    assertThat(window(number).get("state").asText()).isEqualTo("proposed");
    assertThat(task(number, TASK).get("assignee").asText()).isEqualTo("wang.fang");
    tryToComplete(user("zhao.min"), number, TASK, Map.of("approved", true)).expect(204);
    assertThat(window(number).at("/decision/by").asText()).isEqualTo("zhao.min");
    noTasks(number);

    pass(Duration.ofMinutes(61));
    assertThat(window(number).get("open").asBoolean()).isTrue();
    fire();
    JsonNode quiet = eventually(() -> {
      JsonNode muted = muted();
      assertThat(muted).isNotNull();
      return muted;
    });
    assertThat(quiet.get("stage").asText()).isEqualTo("maintenance");
    assertThat(quiet.at("/reasons/0/text").asText()).contains("maintenance of crm-order until", "换磁盘", "(li.na)");

    liNa.delete(WINDOWS + "/" + number).expect(200);
    String incident = eventually(() -> {
      JsonNode items = liNa.get("/api/v1/incidents?service=crm-order&q=" + alert).expect(200).json().get("items");
      assertThat(items).hasSize(1);
      return items.get(0).get("number").asText();
    });
    assertThat(timeline(incident)).contains("was-quiet");
    task(incident, "diagnose");
  }

  @Test
  void what_is_rejected_needs_a_reason_and_never_counts() {
    String number = propose();
    assertThat(tryToComplete(wangFang, number, TASK, Map.of("approved", false)).expect(400).text()).contains("comment");
    tryToComplete(wangFang, number, TASK, Map.of("approved", "false", "comment", "双十一 the sale runs")).expect(204);
    assertThat(window(number).get("state").asText()).isEqualTo("rejected");
    assertThat(window(number).at("/decision/text").asText()).isEqualTo("双十一 the sale runs");
    noTasks(number);
  }

  @Test
  void what_nobody_approves_in_time_expires() {
    String number = propose();
    task(number, TASK);
    pass(Duration.ofMinutes(61));
    eventually(() -> assertThat(window(number).get("state").asText()).isEqualTo("expired"));
    noTasks(number);
  }

  @Test
  void what_is_called_off_before_the_answer_is_asked_no_more() {
    String number = propose();
    task(number, TASK);
    liNa.delete(WINDOWS + "/" + number).expect(200);
    noTasks(number);
    admin.delete(WINDOWS + "/" + number).expect(409);
  }

  @Test
  void an_approval_whose_process_is_deleted_calls_the_window_off() {
    String number = propose();
    String process = task(number, TASK).get("processInstanceId").asText();
    admin.delete("/engine-rest/process-instance/" + process).expect(204);
    assertThat(window(number).get("state").asText()).isEqualTo("cancelled");
    assertThat(window(number).at("/decision/by").asText()).isEqualTo("admin");
  }

  @Test
  void a_lead_who_proposes_has_the_team_answer() {
    String number = propose(wangFang);
    JsonNode task = task(number, TASK);
    assertThat(task.get("assignee").isNull()).isTrue();
    assertThat(tryToComplete(wangFang, number, TASK, Map.of("approved", true)).expect(400).text())
        .contains("somebody else than wang.fang");
    wangFang.post("/engine-rest/task/" + task.get("id").asText() + "/claim", Map.of("userId", "wang.fang")).expect(400);
    liNa.post("/engine-rest/task/" + task.get("id").asText() + "/claim", Map.of("userId", "li.na")).expect(204);
    complete(number, TASK, Map.of("approved", true));
    assertThat(window(number).get("state").asText()).isEqualTo("approved");
    liNa.delete(WINDOWS + "/" + number).expect(200);
  }

  private String propose() {
    return propose(liNa);
  }

  /** Within the hour, on a critical service, for nothing but the alert of this test. */
  private String propose(Client by) {
    LocalDateTime start = LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC).plusHours(1).withNano(0);
    Map<String, Object> body = Map.of(
        "title", "换磁盘 💾 new disks", "services", List.of("crm-order"),
        "matchers", List.of("alertname=\"" + alert + "\""),
        "zone", "UTC", "start", start.toString(), "duration", "2h", "reason", "the old ones are full");
    return by.post(WINDOWS, body).expect(201).json().get("number").asText();
  }

  private JsonNode window(String number) {
    return liNa.get(WINDOWS + "/" + number).expect(200).json();
  }

  private void fire() {
    monitor.post("/api/v2/alerts", """
        [{"labels":{"alertname":"%s","service":"crm-order","severity":"critical"},
          "annotations":{"summary":"%s"},"startsAt":"%s","endsAt":"%s"}]
        """.formatted(alert, alert, clock.instant(), clock.instant().plus(Duration.ofDays(1)))).expect(200);
  }

  private JsonNode muted() {
    for (JsonNode item : liNa.get("/api/v1/muted-findings?service=crm-order").expect(200).json().get("items")) {
      if (item.get("name").asText().equals(alert)) {
        return item;
      }
    }
    return null;
  }
}
