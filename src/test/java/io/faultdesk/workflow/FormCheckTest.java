package io.faultdesk.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.JsonNode;
import io.faultdesk.incident.FindingsCleared;
import io.faultdesk.incident.IncidentView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** The forms' rules as a client of engine REST meets them. */
class FormCheckTest extends EngineTest {

  @Autowired TestRestTemplate rest;

  @ParameterizedTest
  @ValueSource(strings = {"complete", "submit-form"})
  void a_missing_field_is_a_400_that_names_it_and_the_task_stays(String way) {
    String number = open(2);
    ResponseEntity<JsonNode> answer = post(number, "diagnose", way, "{\"outcome\":{\"value\":\"confirmed\"}}");
    assertThat(answer.getStatusCode().value()).isEqualTo(400);
    assertThat(answer.getBody().path("message").asText()).contains("\"diagnosis\"").contains("is required");
    task(number, "diagnose");
  }

  @ParameterizedTest
  @ValueSource(strings = {"complete", "submit-form"})
  void a_right_answer_is_taken_with_its_types_and_nothing_beside_the_form(String way) {
    String number = open(2);
    String body =
        """
        {"outcome":{"value":"confirmed"},"diagnosis":{"value":"数据库 🔥"},"team":{"value":"mine"},"priority":{"value":4}}
        """;
    assertThat(post(number, "diagnose", way, body).getStatusCode().value()).isEqualTo(204);
    assertThat(taskService.getVariables(task(number, "locate").getId()))
        .containsEntry("diagnosis", "数据库 🔥")
        .containsEntry("team", TEAM)
        .containsEntry("priority", 2);
  }

  @Test
  void a_text_of_false_becomes_a_boolean_before_the_gateway_reads_it() {
    String number = open(2);
    confirm(number);
    complete(number, "locate", Map.of("component", "crm-db", "cause", "no index"));
    post(number, "repair", "submit-form", "{\"action\":{\"value\":\"none\"},\"repaired\":{\"value\":\"false\"}}");
    task(number, "diagnose");
  }

  @Test
  void nothing_is_closed_as_cleared_while_a_finding_is_open_again() {
    String number = open(2);
    publish(new FindingsCleared(number));
    when(desk.stillOpen(number)).thenReturn(List.of("orders are slow again"));
    String cleared = "{\"outcome\":{\"value\":\"cleared\"}}";
    ResponseEntity<JsonNode> answer = post(number, "confirm-cleared", "submit-form", cleared);
    assertThat(answer.getStatusCode().value()).isEqualTo(400);
    assertThat(answer.getBody().path("message").asText()).contains("\"outcome\"", "orders are slow again");
    task(number, "confirm-cleared");
    when(desk.stillOpen(number)).thenReturn(List.of());
    assertThat(post(number, "confirm-cleared", "complete", cleared).getStatusCode().value()).isEqualTo(204);
    assertThat(runs(number)).isFalse();
  }

  @Test
  void a_recovery_is_judged_by_the_findings_that_are_open_when_it_is_declared() {
    String number = open(3);
    toRecovery(number);
    when(desk.stillOpen(number)).thenReturn(List.of("orders are slow again"));
    String recovered = "{\"recovered\":{\"value\":\"true\"}}";
    ResponseEntity<JsonNode> answer = post(number, "recover", "complete", recovered);
    assertThat(answer.getStatusCode().value()).isEqualTo(400);
    assertThat(answer.getBody().path("message").asText()).contains("\"comment\"").contains("is required");
    when(desk.stillOpen(number)).thenReturn(List.of());
    assertThat(post(number, "recover", "complete", recovered).getStatusCode().value()).isEqualTo(204);
  }

  @Test
  void completing_with_variables_in_return_is_checked_too() {
    String number = open(2);
    ResponseEntity<JsonNode> answer =
        rest.postForEntity(
            "/engine-rest/task/{id}/complete",
            Map.of("variables", Map.of(), "withVariablesInReturn", true),
            JsonNode.class,
            task(number, "diagnose").getId());
    assertThat(answer.getStatusCode().value()).isEqualTo(400);
    assertThat(answer.getBody().path("message").asText()).contains("\"outcome\"");
  }

  @Test
  void resolving_is_no_way_around_the_form() {
    String number = open(2);
    ResponseEntity<JsonNode> answer = post(number, "diagnose", "resolve", "{\"team\":{\"value\":\"mine\"}}");
    assertThat(answer.getStatusCode().value()).isEqualTo(400);
  }

  @Test
  void a_duplicate_must_be_of_an_open_incident_that_exists_and_is_another() {
    String number = open(2);
    when(desk.find("INC-700001")).thenReturn(Optional.empty());
    IncidentView closed = mock(IncidentView.class);
    when(closed.state()).thenReturn(IncidentView.State.CLOSED);
    when(desk.find("INC-700002")).thenReturn(Optional.of(closed));
    assertThat(duplicateOf(number, "INC-700001")).contains("\"duplicateOf\"").contains("there is no INC-700001");
    assertThat(duplicateOf(number, "INC-700002")).contains("\"duplicateOf\"").contains("closed");
    assertThat(duplicateOf(number, number)).contains("\"duplicateOf\"").contains("another incident");
    verify(desk, never()).merge(anyString(), anyString(), any());
  }

  private String duplicateOf(String number, String original) {
    ResponseEntity<JsonNode> answer =
        post(
            number,
            "diagnose",
            "complete",
            "{\"outcome\":{\"value\":\"duplicate\"},\"duplicateOf\":{\"value\":\"" + original + "\"}}");
    assertThat(answer.getStatusCode().value()).isEqualTo(400);
    return answer.getBody().path("message").asText();
  }

  private ResponseEntity<JsonNode> post(String number, String key, String way, String variables) {
    HttpHeaders headers = new HttpHeaders();
    headers.setContentType(MediaType.APPLICATION_JSON);
    return rest.postForEntity(
        "/engine-rest/task/{id}/{way}",
        new HttpEntity<>("{\"variables\":" + variables + "}", headers),
        JsonNode.class,
        task(number, key).getId(),
        way);
  }
}
