package io.faultdesk.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.faultdesk.acceptance.Client.Answer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people of a team can do to its incidents over engine REST, and what is left to leads, modelers and admins. */
class StaffRightsIT extends WholeApp {

  private static final Map<String, Object> URGENT =
      Map.of("title", "Orders hang", "service", "crm-order", "impact", "high", "urgency", "high");

  @ParameterizedTest(name = "{0} does what {1} has")
  @CsvSource({"li.na, wang.fang", "wang.fang, li.na"})
  void the_whole_way_can_be_gone_by_a_candidate_and_by_a_lead(String worker, String holder) {
    String number = report(URGENT);
    Map<String, Map<String, Object>> way = new LinkedHashMap<>();
    way.put("diagnose", Map.of("outcome", "confirmed", "diagnosis", "it hangs"));
    way.put("locate", Map.of("component", "crm-db", "cause", "a lock"));
    way.put("repair", Map.of("action", "killed the session", "repaired", true));
    way.put("recover", Map.of("recovered", true));
    way.put("review", Map.of("rootCause", "a lock", "lesson", "set a timeout", "ruleUseful", false));
    way.forEach((key, answers) -> {
      String task = task(number, key).get("id").asText();
      wangFang.post("/engine-rest/task/" + task + "/assignee", Map.of("userId", holder)).expect(204);
      user("zhao.min").get("/engine-rest/task/" + task).expect(200);
      tryToComplete(user("monitor"), number, key, answers).expect(403);
      tryToComplete(user(worker), number, key, answers).expect(204);
    });
    noTasks(number);
    JsonNode closed = incident(number);
    assertThat(closed.at("/closure/reason").asText()).isEqualTo("recovered");
    assertThat(actors(number, "diagnosed", "located", "repaired", "recovered", "reviewed")).hasSize(5)
        .containsOnly(worker);
  }

  @Test
  void a_task_of_another_team_is_not_to_be_seen() {
    String number = report(Map.of("title", "Letters are late"));
    String task = task(number, "diagnose").get("id").asText();
    assertThat(liNa.get("/engine-rest/task?processInstanceBusinessKey=" + number).expect(200).json()).isEmpty();
    assertThat(liNa.get("/engine-rest/task/" + task).status()).isIn(403, 404);
    tryToComplete(liNa, number, "diagnose", Map.of("outcome", "false_alarm")).expect(403);
  }

  @Test
  void who_has_a_task_can_answer_it_and_change_nothing_else() {
    String number = report(URGENT);
    String task = task(number, "diagnose").get("id").asText();
    wangFang.post("/engine-rest/task/" + task + "/assignee", Map.of("userId", "li.na")).expect(204);
    String instance = incident(number).get("processInstanceId").asText();
    String inner = task(number, "diagnose").get("processInstanceId").asText();
    JsonNode job = admin.get("/engine-rest/job?processInstanceId=" + inner + "&timers=true").expect(200).json().get(0);
    JsonNode definition = admin.get("/engine-rest/process-definition/key/incident-response").expect(200).json();
    String deployment = definition.get("deploymentId").asText();
    JsonNode before = incident(number);
    List<String> timelineBefore = timeline(number);

    Map<String, Object> value = Map.of("value", "mine", "type", "String");
    Map<String, Object> several = Map.of("modifications", Map.of("team", value));
    SoftAssertions refused = new SoftAssertions();
    Refusals of = new Refusals(refused);
    of.put("/task/" + task + "/variables/team", value);
    of.post("/task/" + task + "/variables", several);
    of.put("/task/" + task + "/localVariables/team", value);
    of.delete("/task/" + task + "/variables/team");
    of.put("/task/" + task, Map.of("name", "Mine", "assignee", "zhao.min", "priority", 1));
    of.post("/task/" + task + "/assignee", Map.of("userId", "zhao.min"));
    of.post("/task/" + task + "/delegate", Map.of("userId", "zhao.min"));
    of.post("/task/" + task + "/identity-links", Map.of("userId", "zhao.min", "type", "candidate"));
    for (String one : List.of(instance, inner)) {
      of.delete("/process-instance/" + one);
      of.put("/process-instance/" + one + "/variables/team", value);
      of.put("/process-instance/" + one + "/suspended", Map.of("suspended", true));
      of.post("/process-instance/" + one + "/modification", Map.of("instructions",
          List.of(Map.of("type", "cancel", "activityId", "diagnose"))));
    }
    of.post("/process-instance/delete", Map.of("processInstanceIds", List.of(instance), "deleteReason", "away"));
    of.post("/message", Map.of("messageName", "cancel-incident", "businessKey", number));
    of.post("/process-definition/key/incident-response/start", Map.of("businessKey", number));
    of.put("/process-definition/key/incident-response/suspended", Map.of("suspended", true));
    of.delete("/process-definition/" + definition.get("id").asText());
    of.delete("/deployment/" + deployment);
    of.delete("/deployment/" + deployment + "?cascade=true");
    of.post("/job/" + job.get("id").asText() + "/execute", Map.of());
    of.put("/job/" + job.get("id").asText() + "/duedate", Map.of("duedate", "2030-01-01T00:00:00.000+0000"));
    of.delete("/history/process-instance/" + instance);
    of.post("/user/create", Map.of("profile", Map.of("id", "intruder"), "credentials", Map.of("password", "secret")));
    of.delete("/user/zhao.min");
    of.put("/user/wang.fang/credentials", Map.of("password", "mine", "authenticatedUserPassword", "secret"));
    of.put("/group/admin/members/li.na", Map.of());
    of.post("/authorization/create", Map.of("type", 1, "permissions", List.of("ALL"), "userId", "li.na",
        "resourceType", 7, "resourceId", "*"));
    refused.assertAll();

    assertThat(incident(number)).isEqualTo(before);
    assertThat(timeline(number)).isEqualTo(timelineBefore);
    assertThat(task(number, "diagnose").get("assignee").asText()).isEqualTo("li.na");
    assertThat(admin.get("/engine-rest/task/" + task + "/variables/team").expect(200).json().get("value").asText())
        .isEqualTo("platform");
    tryToComplete(liNa, number, "diagnose", Map.of("outcome", "false_alarm")).expect(204);
  }

  private List<String> actors(String number, String... kinds) {
    List<String> wanted = List.of(kinds);
    return liNa.get("/api/v1/incidents/" + number + "/timeline?limit=200").expect(200).json().get("items")
        .valueStream().filter(entry -> wanted.contains(entry.get("kind").asText()))
        .map(entry -> entry.get("by").asText()).toList();
  }

  /** Calls engine REST as a member of a team and notes each call that is not refused; what is hidden is not found. */
  private final class Refusals {

    private final SoftAssertions noted;

    Refusals(SoftAssertions noted) {
      this.noted = noted;
    }

    void put(String path, Object body) {
      note("PUT " + path, liNa.put("/engine-rest" + path, body));
    }

    void post(String path, Object body) {
      note("POST " + path, liNa.post("/engine-rest" + path, body));
    }

    void delete(String path) {
      note("DELETE " + path, liNa.delete("/engine-rest" + path));
    }

    private void note(String call, Answer answer) {
      noted.assertThat(answer.status()).as(call + " answered " + answer.text()).isIn(403, 404);
    }
  }
}
