package io.faultdesk.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every part of the REST API: each operation is described, each list comes in pages. */
class RestApiIT extends WholeApp {

  private static final String SERVICES = "/api/v1/services";
  private static final String TOKENS = "/api/v1/tokens";
  private static final String INDICATORS = "/api/v1/services/crm-order/indicators";

  @Test
  void every_operation_says_what_it_does() {
    List<String> silent = new ArrayList<>();
    admin.get("/v3/api-docs").expect(200).json().get("paths").properties().forEach(
        path -> path.getValue().properties().stream()
            .filter(operation -> operation.getValue().path("summary").asText().isBlank())
            .forEach(operation -> silent.add(operation.getKey() + " " + path.getKey())));
    assertThat(silent).isEmpty();
  }

  @Test
  void services_come_page_by_page_each_once() {
    assertThat(read(SERVICES, "name")).contains("crm-db", "crm-notify", "crm-order").doesNotHaveDuplicates().isSorted();
  }

  @Test
  void tokens_come_page_by_page_each_once() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Map<String, Object> wanted = Map.of("name", "list " + i, "scopes", List.of("read"));
      made.add(admin.post(TOKENS, wanted).expect(201).json().get("id").asText());
    }
    assertThat(read(TOKENS, "id")).containsAll(made).doesNotHaveDuplicates();
  }

  @Test
  void indicators_come_page_by_page_each_once() {
    monitor.post("/api/v1/samples", """
        [{"service":"crm-order","indicator":"response-time","value":120},
         {"service":"crm-order","indicator":"order-backlog","value":3},
         {"service":"crm-order","indicator":"queue","value":1}]
        """).expect(202);
    assertThat(read(INDICATORS, "indicator")).containsExactly("order-backlog", "queue", "response-time");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {SERVICES, TOKENS, INDICATORS, "/api/v1/incidents", "/api/v1/deliveries", "/api/v1/dead-letters",
        "/api/v1/silences"})
  void a_wrong_limit_is_a_bad_request_that_names_it(String list) {
    for (String wrong : List.of("0", "-1", "201", "many", "1.5", "99999999999")) {
      JsonNode problem = admin.get(list + "?limit=" + wrong).expect(400).json();
      assertThat(problem.get("detail").asText()).as(wrong).contains("limit");
      assertThat(problem.get("code").asText()).isNotBlank();
    }
  }

  @Test
  void only_rule_authors_may_have_a_challenger_trained() {
    liNa.post("/api/v1/models/retraining", Map.of()).expect(403);
    Client.stranger(base()).post("/api/v1/models/retraining", Map.of()).expect(401);
    JsonNode trainings = liNa.get("/api/v1/models").expect(200).json().get("trainings");
    assertThat(trainings).isEmpty();
  }

  @Test
  void the_model_in_force_has_a_card() {
    String version = liNa.get("/api/v1/models").expect(200).json().at("/active/version").asText();
    assertThat(liNa.get("/api/v1/models/" + version + "/card").expect(200).text()).startsWith("# ");
  }

  /** One field of every entry, read with two to a page. */
  private List<String> read(String list, String field) {
    List<String> found = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = admin.get(list + "?limit=2" + cursor).expect(200).json();
      assertThat(page.get("items").size()).isBetween(1, 2);
      page.get("items").forEach(item -> found.add(item.get(field).asText()));
      JsonNode next = page.get("nextCursor");
      cursor = next.isNull() ? "" : "&cursor=" + URLEncoder.encode(next.asText(), StandardCharsets.UTF_8);
    } while (!cursor.isEmpty());
    return found;
  }
}
