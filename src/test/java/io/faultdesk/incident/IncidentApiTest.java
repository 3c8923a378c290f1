package io.faultdesk.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.faultdesk.testing.HandClock;
import com.jayway.jsonpath.JsonPath;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

@IncidentTest
class IncidentApiTest {

  private static final String INCIDENTS = "/api/v1/incidents";

  private final MockMvc http;
  private final HandClock clock;
  private final JdbcClient jdbc;

  @Autowired
  IncidentApiTest(MockMvc http, HandClock clock, JdbcClient jdbc) {
    this.http = http;
    this.clock = clock;
    this.jdbc = jdbc;
  }

  @Test
  void a_report_answers_with_the_new_incident() throws Exception {
    String body =
        """
        {"title":"支付失败 💥","service":"crm-order","category":"business-process","description":"since noon","impact":"high",
         "urgency":"high","customers":["c1"],"occurredAt":"2026-03-04T09:58:00Z","labels":{"ticket":"7"}}
        """;
    report(body)
        .andExpect(status().isCreated())
        .andExpect(header().string("Location", containsString(INCIDENTS + "/INC-")))
        .andExpect(jsonPath("$.title").value("支付失败 💥"))
        .andExpect(jsonPath("$.state").value("open"))
        .andExpect(jsonPath("$.phase").value("diagnosis"))
        .andExpect(jsonPath("$.priority").value(1))
        .andExpect(jsonPath("$.category").value("business-process"))
        .andExpect(jsonPath("$.openedAt").value(clock.instant().toString()))
        .andExpect(jsonPath("$.acknowledgedAt").isEmpty())
        .andExpect(jsonPath("$.occurrences").value(1))
        .andExpect(jsonPath("$.customers", contains("c1")))
        .andExpect(jsonPath("$.labels.ticket").value("7"))
        .andExpect(jsonPath("$.findings[0].source").value("person"))
        .andExpect(jsonPath("$.findings[0].name").value("li.na"))
        .andExpect(jsonPath("$.findings[0].openedAt").value("2026-03-04T09:58:00Z"))
        .andExpect(jsonPath("$.findings[0].evidence.description").value("since noon"))
        .andExpect(jsonPath("$.closure").isEmpty());
  }

  @Test
  void reports_without_a_key_are_incidents_of_their_own() throws Exception {
    assertThat(number(report("{\"title\":\"same\"}"))).isNotEqualTo(number(report("{\"title\":\"same\"}")));
  }

  @Test
  void a_report_with_a_key_joins_the_open_incident() throws Exception {
    String number = number(report("{\"title\":\"first\",\"dedupKey\":\"joins\",\"customers\":[\"a\"]}"));
    report("{\"title\":\"second\",\"dedupKey\":\"joins\",\"customers\":[\"a\",\"b\"],\"urgency\":\"high\"}")
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.number").value(number))
        .andExpect(jsonPath("$.occurrences").value(2))
        .andExpect(jsonPath("$.priority").value(2))
        .andExpect(jsonPath("$.customers", contains("a", "b")));
    act(number, "resolution", "{\"text\":\"done\"}").andExpect(status().isOk());
    report("{\"title\":\"third\",\"dedupKey\":\"joins\"}").andExpect(status().isCreated());
  }

  @Test
  void keys_are_equal_only_to_the_letter() throws Exception {
    report("{\"title\":\"t\",\"dedupKey\":\"Café\"}").andExpect(status().isCreated());
    report("{\"title\":\"t\",\"dedupKey\":\"cafe\"}").andExpect(status().isCreated());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "{}                                             | /title",
    "{\"title\":\"  \"}                             | /title",
    "{\"title\":\"a\\nb\"}                          | /title",
    "{\"title\":\"t\",\"impact\":\"huge\"}          | /impact",
    "{\"title\":\"t\",\"urgency\":\"now\"}          | /urgency",
    "{\"title\":\"t\",\"category\":\"weather\"}     | /category",
    "{\"title\":\"t\",\"service\":\"\"}             | /service",
    "{\"title\":\"t\",\"dedupKey\":\"\"}            | /dedupKey",
    "{\"title\":\"t\",\"occurredAt\":\"soon\"}      | /occurredAt",
    "{\"title\":\"t\",\"occurredAt\":\"2027-03-04T23:00:00Z\"} | /occurredAt",
    "{\"title\":\"t\",\"customers\":[\"a\",\"\"]}   | /customers/1",
    "{\"title\":\"t\",\"customers\":[null]}         | /customers/0",
    "{\"title\":\"t\",\"customers\":\"a\"}          | /customers",
    "{\"title\":\"t\",\"labels\":{\"a\":null}}      | /labels/a"
  })
  void a_wrong_report_is_told_where(String body, String pointer) throws Exception {
    report(body)
        .andExpect(status().isBadRequest())
        .andExpect(content().contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON))
        .andExpect(jsonPath("$.code").isNotEmpty())
        .andExpect(jsonPath("$.errors[0].pointer").value(pointer))
        .andExpect(jsonPath("$.errors[0].detail").isNotEmpty());
  }

  @Test
  void a_title_has_at_most_two_hundred_characters_whatever_they_are() throws Exception {
    report("{\"title\":\"" + "🐢".repeat(200) + "\"}").andExpect(status().isCreated());
    report("{\"title\":\"" + "🐢".repeat(201) + "\"}").andExpect(status().isBadRequest());
  }

  @Test
  void the_same_key_and_body_get_the_same_answer() throws Exception {
    String body = "{\"title\":\"once\"}";
    String number = number(keyed("k1", body).andExpect(status().isCreated()));
    keyed("k1", " {\"title\" : \"once\"} ")
        .andExpect(status().isCreated())
        .andExpect(header().string("Location", INCIDENTS + "/" + number))
        .andExpect(jsonPath("$.occurrences").value(1));
    keyed("k1", "{\"title\":\"twice\"}")
        .andExpect(status().isUnprocessableEntity())
        .andExpect(jsonPath("$.code").value("idempotency-key-reused"));
    assertThat(number(keyed("k2", body))).isNotEqualTo(number);
  }

  @Test
  void a_key_belongs_to_its_sender() throws Exception {
    String body = "{\"title\":\"mine\"}";
    String mine = number(keyed("shared", body));
    String theirs =
        number(send(post(INCIDENTS).header("Idempotency-Key", "shared").principal(() -> "wang.wei"), body));
    assertThat(theirs).isNotEqualTo(mine);
  }

  @Test
  void keys_are_forgotten_after_two_days() throws Exception {
    String body = "{\"title\":\"later\"}";
    String number = number(keyed("old", body));
    clock.advance(Reports.MEMORY.minusMinutes(1));
    assertThat(number(keyed("old", body))).isEqualTo(number);
    clock.advance(Duration.ofMinutes(2));
    assertThat(number(keyed("old", body))).isNotEqualTo(number);
    keyed("newer", body);
    assertThat(jdbc.sql("select count(*) from incident_report").query(Long.class).single()).isEqualTo(2);
  }

  @Test
  void people_move_an_incident_on() throws Exception {
    String number = number(report("{\"title\":\"life\"}"));
    act(number, "acknowledgement", "{\"note\":\"mine\"}").andExpect(jsonPath("$.state").value("acknowledged"));
    act(number, "acknowledgement", "").andExpect(status().isOk());
    act(number, "comments", "{\"text\":\"看一下 👀\"}").andExpect(status().isOk());
    act(number, "resolution", "{\"text\":\"restarted\"}")
        .andExpect(jsonPath("$.state").value("resolved"))
        .andExpect(jsonPath("$.phase").value("review"));
    http.perform(get(INCIDENTS + "/" + number + "/timeline"))
        .andExpect(jsonPath("$.items[*].kind", contains("opened", "acknowledged", "comment", "resolved")))
        .andExpect(jsonPath("$.items[2].text").value("看一下 👀"))
        .andExpect(jsonPath("$.items[2].by").value("li.na"))
        .andExpect(jsonPath("$.nextCursor").isEmpty());
  }

  @Test
  void a_false_alarm_and_a_duplicate_are_closed_with_the_reason() throws Exception {
    String denied = number(report("{\"title\":\"denied\"}"));
    act(denied, "resolution", "{\"text\":\"load test\",\"falseAlarm\":true}")
        .andExpect(jsonPath("$.state").value("closed"))
        .andExpect(jsonPath("$.phase").isEmpty())
        .andExpect(jsonPath("$.closure.reason").value("false_alarm"))
        .andExpect(jsonPath("$.closure.by").value("li.na"))
        .andExpect(jsonPath("$.closure.text").value("load test"));
    String target = number(report("{\"title\":\"target\"}"));
    String duplicate = number(report("{\"title\":\"duplicate\"}"));
    act(duplicate, "merge", "{\"into\":\"" + target + "\"}").andExpect(jsonPath("$.closure.reason").value("duplicate"));
    http.perform(get(INCIDENTS + "/" + target)).andExpect(jsonPath("$.occurrences").value(2));
  }

  @Test
  void what_the_state_forbids_is_a_conflict_that_names_what_is_allowed() throws Exception {
    String number = number(report("{\"title\":\"over\"}"));
    act(number, "resolution", "{\"text\":\"done\"}");
    act(number, "acknowledgement", "")
        .andExpect(status().isConflict())
        .andExpect(content().contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON))
        .andExpect(jsonPath("$.code").value("transition-forbidden"))
        .andExpect(jsonPath("$.detail").value(number + " is resolved; acknowledge is not possible."))
        .andExpect(jsonPath("$.allowed", contains("close")));
  }

  @ParameterizedTest
  @CsvSource({"acknowledgement,{}", "comments,{\"text\":\"t\"}", "resolution,{\"text\":\"t\"}",
    "merge,{\"into\":\"INC-000001\"}"})
  void an_unknown_incident_is_not_found(String action, String body) throws Exception {
    act("INC-999999", action, body)
        .andExpect(status().isNotFound())
        .andExpect(jsonPath("$.code").value("unknown-incident"));
  }

  @ParameterizedTest
  @CsvSource({"comments,/text", "resolution,/text", "merge,/into"})
  void an_action_without_its_field_is_told_which(String action, String pointer) throws Exception {
    act("INC-000001", action, "{}")
        .andExpect(status().isBadRequest())
        .andExpect(jsonPath("$.errors[0].pointer").value(pointer));
  }

  @Test
  void lists_come_in_pages_newest_first() throws Exception {
    String service = "paged-" + clock.instant().toEpochMilli();
    String body = "{\"title\":\"p\",\"service\":\"" + service + "\"}";
    String first = number(report(body));
    String second = number(report(body));
    String third = number(report(body));
    String page =
        http.perform(get(INCIDENTS).param("service", service).param("limit", "2").param("state", "open"))
            .andExpect(jsonPath("$.items[*].number", contains(third, second)))
            .andReturn()
            .getResponse()
            .getContentAsString();
    http.perform(get(INCIDENTS).param("service", service).param("cursor", JsonPath.<String>read(page, "$.nextCursor")))
        .andExpect(jsonPath("$.items[*].number", contains(first)))
        .andExpect(jsonPath("$.nextCursor").isEmpty());
    http.perform(get(INCIDENTS).param("service", service).param("priority", "1").param("q", "x").param("team", "t"))
        .andExpect(jsonPath("$.items", hasSize(0)));
  }

  @ParameterizedTest
  @CsvSource({"cursor,nonsense", "cursor,-1", "limit,0", "limit,201", "limit,many", "state,broken", "priority,high"})
  void a_wrong_parameter_is_a_bad_request(String name, String value) throws Exception {
    http.perform(get(INCIDENTS).param(name, value))
        .andExpect(status().isBadRequest())
        .andExpect(jsonPath("$.detail", containsString(name)));
  }

  @Test
  void a_wrong_timeline_cursor_is_a_bad_request() throws Exception {
    String number = number(report("{\"title\":\"t\"}"));
    http.perform(get(INCIDENTS + "/" + number + "/timeline").param("cursor", "x")).andExpect(status().isBadRequest());
  }

  private ResultActions report(String body) throws Exception {
    return send(post(INCIDENTS).principal(() -> "li.na"), body);
  }

  private ResultActions keyed(String key, String body) throws Exception {
    return send(post(INCIDENTS).principal(() -> "li.na").header("Idempotency-Key", key), body);
  }

  private ResultActions act(String number, String action, String body) throws Exception {
    return send(post(INCIDENTS + "/" + number + "/" + action).principal(() -> "li.na"), body);
  }

  private ResultActions send(MockHttpServletRequestBuilder request, String body) throws Exception {
    return http.perform(request.contentType(MediaType.APPLICATION_JSON).content(body.getBytes(StandardCharsets.UTF_8)));
  }

  private static String number(ResultActions answer) throws Exception {
    return JsonPath.read(answer.andReturn().getResponse().getContentAsString(StandardCharsets.UTF_8), "$.number");
  }
}
