package io.faultdesk.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.jayway.jsonpath.JsonPath;
import io.faultdesk.shared.Category;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.Severity;
import io.faultdesk.testing.HandClock;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.transaction.support.TransactionTemplate;

@IncidentTest
@TestPropertySource(properties = "faultdesk.incident.quiet.maintenance.max-windows=5")
class MaintenanceApiTest {

  private final MockMvc http;
  private final HandClock clock;
  private final JdbcClient jdbc;
  private final IncidentDesk desk;
  private final TransactionTemplate transaction;
  private final ObjectMapper json;

  @Autowired
  MaintenanceApiTest(
      MockMvc http, HandClock clock, JdbcClient jdbc, IncidentDesk desk, TransactionTemplate transaction,
      ObjectMapper json) {
    this.http = http;
    this.clock = clock;
    this.jdbc = jdbc;
    this.desk = desk;
    this.transaction = transaction;
    this.json = json;
  }

  @BeforeEach
  void clean() {
    List.of("incident", "incident_finding", "muted_finding", "maintenance_window")
        .forEach(table -> jdbc.sql("delete from " + table).update());
  }

  @Test
  void a_window_is_shown_with_its_next_ten_occurrences_by_both_clocks() throws Exception {
    String number = number(propose(Map.of("recurrence", "FREQ=WEEKLY;BYDAY=SU"))
        .andExpect(status().isCreated())
        .andExpect(jsonPath("$.state").value("approved"))
        .andExpect(jsonPath("$.owner").value("li.na"))
        .andExpect(jsonPath("$.open").value(false)));
    http.perform(get(MaintenanceApi.PATH + "/" + number))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.title").value("换索引 💾 new index"))
        .andExpect(jsonPath("$.zone").value("Europe/Berlin"))
        .andExpect(jsonPath("$.duration").value("PT1H30M"))
        .andExpect(jsonPath("$.decision").isEmpty())
        .andExpect(jsonPath("$.occurrences", hasSize(10)))
        // the clocks go forward on the last Sunday of March
        .andExpect(jsonPath("$.occurrences[2].start").value("2026-03-22T01:30:00Z"))
        .andExpect(jsonPath("$.occurrences[2].localStart").value("2026-03-22T02:30:00+01:00"))
        .andExpect(jsonPath("$.occurrences[3].localStart").value("2026-03-29T03:30:00+02:00"))
        .andExpect(jsonPath("$.occurrences[4].start").value("2026-04-05T00:30:00Z"))
        .andExpect(jsonPath("$.occurrences[4].end").value("2026-04-05T02:00:00Z"))
        .andExpect(jsonPath("$.occurrences[4].localEnd").value("2026-04-05T04:00:00+02:00"));
  }

  @Test
  void its_place_is_told_and_all_that_was_said_comes_back() throws Exception {
    ResultActions added = propose(Map.of("matchers", List.of("severity!=\"critical\""), "exceptions",
        List.of("2026-12-27"), "recurrence", "FREQ=DAILY"));
    added.andExpect(header().string("Location", MaintenanceApi.PATH + "/" + number(added)))
        .andExpect(jsonPath("$.matchers", contains("severity!=\"critical\"")))
        .andExpect(jsonPath("$.exceptions", contains("2026-12-27")))
        .andExpect(jsonPath("$.services", contains("crm-search")))
        .andExpect(jsonPath("$.start").value("2026-03-08T02:30:00"))
        .andExpect(jsonPath("$.reason").value("the old one is too small"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      title      | null                                | is required
      title      | "  "                                | is required
      services   | []                                  | at least one
      services   | null                                | at least one
      services/1 | ["crm-web", "  "]                   | is required
      services/0 | ["a\\u0000b"]                       | control
      matchers/0 | ["severity"]                        | is not a matcher
      matchers/0 | ["severity=~\\"(\\""]               | regular expression
      zone       | "Mars/Olympus"                      | time zone
      zone       | null                                | is required
      start      | "2026-03-08"                        | local time
      start      | "2026-03-08T02:30Z"                 | local time
      start      | "2026-02-31T02:30"                  | local time
      start      | "2026-03-01T02:30"                  | still to come
      start      | "2020-03-08T02:30"                  | last year
      start      | "2036-03-08T02:30"                  | next five
      duration   | "soon"                              | duration
      duration   | "0s"                                | 1 minute
      duration   | "-5m"                               | 1 minute
      duration   | "8d"                                | PT168H
      duration   | "PT99999999999999999999H"           | duration
      recurrence | "every day"                         | FREQ
      recurrence | "FREQ=SECONDLY"                     | hourly
      recurrence | "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30" | still to come
      recurrence | "FREQ=DAILY;UNTIL=20260301"         | still to come
      duration   | "PT1H","recurrence":"FREQ=HOURLY"   | in between
      duration   | "25h","recurrence":"FREQ=DAILY"     | in between
      exceptions/0 | ["tomorrow"]                      | day
      reason     | ""                                  | is required
      """)
  void a_wrong_field_is_told_where_and_why(String place, String value, String why) throws Exception {
    String field = place.split("/")[0];
    Map<String, Object> body = body(Map.of());
    body.remove(field);
    String text = json.writeValueAsString(body);
    send(post(MaintenanceApi.PATH), text.substring(0, text.length() - 1) + ",\"" + field + "\":" + value + "}")
        .andExpect(status().isBadRequest())
        .andExpect(content().contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON))
        .andExpect(jsonPath("$.errors", hasSize(1)))
        .andExpect(jsonPath("$.errors[0].pointer").value("/" + place))
        .andExpect(jsonPath("$.errors[0].detail", containsString(why)));
  }

  @Test
  void all_wrong_fields_are_told_at_once() throws Exception {
    send(post(MaintenanceApi.PATH), "{\"services\":[\"\",null],\"zone\":\"X\",\"duration\":\"9y\"}")
        .andExpect(status().isBadRequest())
        .andExpect(jsonPath("$.errors[*].pointer", contains("/title", "/services/0", "/services/1", "/reason", "/zone",
            "/start", "/duration")));
    send(post(MaintenanceApi.PATH + "/preview"), "{}").andExpect(status().isBadRequest());
    send(post(MaintenanceApi.PATH), "[]").andExpect(status().isBadRequest());
  }

  @Test
  void texts_and_lists_have_their_limits() throws Exception {
    propose(Map.of("title", "💾".repeat(201))).andExpect(jsonPath("$.errors[0].pointer").value("/title"));
    propose(Map.of("reason", "x".repeat(2001))).andExpect(jsonPath("$.errors[0].pointer").value("/reason"));
    List<String> services = new ArrayList<>();
    for (int i = 0; i < 101; i++) {
      services.add("crm-" + i);
    }
    propose(Map.of("services", services)).andExpect(jsonPath("$.errors[0].pointer").value("/services"));
    propose(Map.of("title", "💾".repeat(200), "reason", "修".repeat(2000), "services", services.subList(0, 100)))
        .andExpect(status().isCreated());
  }

  @Test
  void no_more_windows_are_kept_than_set() throws Exception {
    for (int i = 0; i < 5; i++) {
      propose(Map.of()).andExpect(status().isCreated());
    }
    propose(Map.of()).andExpect(status().isConflict()).andExpect(jsonPath("$.code").value("too-many"));
  }

  @Test
  void a_critical_service_is_only_maintained_after_an_approval_and_so_not_at_once() throws Exception {
    propose(Map.of("services", List.of("crm-search", "crm-order")))
        .andExpect(status().isCreated())
        .andExpect(jsonPath("$.state").value("proposed"));
    propose(Map.of("services", List.of("crm-order"), "start", "2026-03-04T10:30"))
        .andExpect(status().isBadRequest())
        .andExpect(jsonPath("$.errors[0].pointer").value("/start"))
        .andExpect(jsonPath("$.errors[0].detail", containsString("crm-order is critical")));
    propose(Map.of("start", "2026-03-04T10:30")).andExpect(status().isCreated())
        .andExpect(jsonPath("$.open").value(true));
  }

  @Test
  void a_preview_says_what_is_open_and_would_be_quiet_and_makes_nothing() throws Exception {
    raise("a", "crm-search", Severity.MAJOR);
    raise("b", "crm-search", Severity.CRITICAL);
    raise("c", "crm-web", Severity.MAJOR);
    send(post(MaintenanceApi.PATH + "/preview"),
        json.writeValueAsString(body(Map.of("matchers", List.of("severity=\"major\"", "category=\"performance\"")))))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.needsApproval").value(false))
        .andExpect(jsonPath("$.occurrences", hasSize(1)))
        .andExpect(jsonPath("$.total").value(1))
        .andExpect(jsonPath("$.findings[0].service").value("crm-search"))
        .andExpect(jsonPath("$.findings[0].severity").value("major"))
        .andExpect(jsonPath("$.findings[0].incident", containsString("INC-")));
    http.perform(get(MaintenanceApi.PATH)).andExpect(jsonPath("$.items", empty()));
  }

  @Test
  void the_list_goes_page_by_page_and_by_state() throws Exception {
    String first = number(propose(Map.of("recurrence", "FREQ=WEEKLY")));
    String second = number(propose(Map.of()));
    String third = number(propose(Map.of("services", List.of("crm-order"))));
    http.perform(get(MaintenanceApi.PATH + "?limit=2"))
        .andExpect(jsonPath("$.items[*].number", contains(third, second)))
        .andExpect(jsonPath("$.items[0].occurrences", hasSize(1)))
        .andExpect(jsonPath("$.nextCursor").value(second));
    http.perform(get(MaintenanceApi.PATH + "?limit=2&cursor=" + second))
        .andExpect(jsonPath("$.items[*].number", contains(first)))
        .andExpect(jsonPath("$.nextCursor").isEmpty());
    http.perform(get(MaintenanceApi.PATH + "?state=proposed"))
        .andExpect(jsonPath("$.items[*].number", contains(third)));
    for (String wrong : List.of("state=maybe", "limit=0", "limit=201", "cursor=MW-1")) {
      http.perform(get(MaintenanceApi.PATH + "?" + wrong)).andExpect(status().isBadRequest());
    }
  }

  @Test
  void calling_off_is_told_and_only_possible_once() throws Exception {
    String number = number(propose(Map.of()));
    http.perform(delete(MaintenanceApi.PATH + "/" + number).principal(() -> "wang.fang"))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.state").value("cancelled"))
        .andExpect(jsonPath("$.decision.by").value("wang.fang"))
        .andExpect(jsonPath("$.occurrences", empty()));
    http.perform(delete(MaintenanceApi.PATH + "/" + number).principal(() -> "li.na"))
        .andExpect(status().isConflict())
        .andExpect(jsonPath("$.code").value("transition-forbidden"));
  }

  @Test
  void only_what_is_open_can_be_ended() throws Exception {
    String number = number(propose(Map.of("start", "2026-03-04T10:30", "recurrence", "FREQ=DAILY")));
    send(post(MaintenanceApi.PATH + "/" + number + "/end"), "")
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.open").value(false))
        .andExpect(jsonPath("$.state").value("approved"));
    send(post(MaintenanceApi.PATH + "/" + number + "/end"), "")
        .andExpect(status().isConflict())
        .andExpect(jsonPath("$.allowed", hasItem("cancel")));
  }

  @Test
  void what_does_not_exist_is_not_found() throws Exception {
    for (String number : List.of("MW-999999", "MW-1", "INC-000001", "x")) {
      http.perform(get(MaintenanceApi.PATH + "/" + number))
          .andExpect(status().isNotFound())
          .andExpect(jsonPath("$.code").value("unknown-maintenance-window"));
      http.perform(delete(MaintenanceApi.PATH + "/" + number).principal(() -> "li.na"))
          .andExpect(status().isNotFound());
    }
  }

  private void raise(String key, String service, Severity severity) {
    NewFinding finding = new NewFinding(key, FindingSource.RULE, "slow", ServiceName.of(service), severity,
        Category.PERFORMANCE, "it is slow", Map.of(), clock.instant());
    assertThat(transaction.<Boolean>execute(status -> desk.raise(finding).isPresent())).isTrue();
  }

  private ResultActions propose(Map<String, Object> changes) throws Exception {
    return send(post(MaintenanceApi.PATH), json.writeValueAsString(body(changes)));
  }

  /** A window of one service that is not critical, next Sunday at half past two. */
  private static Map<String, Object> body(Map<String, Object> changes) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("title", "换索引 💾 new index");
    body.put("services", List.of("crm-search"));
    body.put("zone", "Europe/Berlin");
    body.put("start", "2026-03-08T02:30");
    body.put("duration", "90m");
    body.put("reason", "the old one is too small");
    body.putAll(changes);
    return body;
  }

  private ResultActions send(MockHttpServletRequestBuilder request, @Nullable String body) throws Exception {
    return http.perform(request.principal(() -> "li.na").contentType(MediaType.APPLICATION_JSON).content(body));
  }

  private static String number(ResultActions answer) throws Exception {
    return JsonPath.read(answer.andReturn().getResponse().getContentAsString(StandardCharsets.UTF_8), "$.number");
  }
}
