package io.faultdesk.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms' rules as somebody meets them who signed in to Tasklist and sends its requests by hand. */
class TasklistRequestsIT extends WholeApp {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HOME = "/camunda/app/tasklist/default/";
  private static final String SIGN_IN = "/camunda/api/admin/auth/user/default/login/tasklist";

  @ParameterizedTest
  @ValueSource(strings = {"complete", "submit-form"})
  void a_wrong_answer_is_a_400_that_names_the_field_and_the_task_stays(String way) throws Exception {
    String number = report(Map.of("title", "Orders hang", "service", "crm-order"));
    String task = task(number, "diagnose").get("id").asText();
    Browser browser = signedIn(task(number, "diagnose").get("assignee").asText());

    assertThat(refusal(browser, task, way, Map.of())).contains("\"outcome\"", "is required");
    assertThat(refusal(browser, task, way, Map.of("outcome", "confirmed"))).contains("\"diagnosis\"", "is required");
    assertThat(refusal(browser, task, way, Map.of("outcome", "whatever"))).contains("\"outcome\"");
    assertThat(refusal(browser, task, way, Map.of("outcome", "duplicate", "duplicateOf", "INC-999999")))
        .contains("\"duplicateOf\"");
    assertThat(task(number, "diagnose").get("id").asText()).isEqualTo(task);
    assertThat(incident(number).get("state").asText()).isEqualTo("open");
  }

  @ParameterizedTest
  @ValueSource(strings = {"complete", "submit-form"})
  void a_maintenance_is_approved_by_somebody_else_than_who_proposed_it(String way) throws Exception {
    String start = LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC).plusDays(1).withNano(0).toString();
    Map<String, Object> asked = Map.of("title", "New disks", "services", List.of("crm-order"), "zone", "UTC",
        "start", start, "duration", "1h", "reason", "the old ones are full");
    String number =
        wangFang.post("/api/v1/maintenance-windows", asked).expect(201).json().get("number").asText();
    String task = task(number, "approve-maintenance").get("id").asText();

    assertThat(refusal(signedIn("wang.fang"), task, way, Map.of("approved", "true"))).contains("somebody else");
    Browser liNas = signedIn("li.na");
    assertThat(refusal(liNas, task, way, Map.of())).contains("\"approved\"", "is required");
    assertThat(refusal(liNas, task, way, Map.of("approved", "false"))).contains("\"comment\"", "is required");
    assertThat(liNas.answer(task, way, Map.of("approved", "true", "proposedBy", "nobody")).statusCode())
        .isEqualTo(204);
    var window = liNa.get("/api/v1/maintenance-windows/" + number).expect(200).json();
    assertThat(window.get("state").asText()).isEqualTo("approved");
    assertThat(window.at("/decision/by").asText()).isEqualTo("li.na");
    liNa.delete("/api/v1/maintenance-windows/" + number).expect(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"complete", "submit-form"})
  void a_right_answer_is_taken_and_nothing_beside_the_form(String way) throws Exception {
    String number = report(Map.of("title", "Orders hang", "service", "crm-order", "impact", "low", "urgency", "low"));
    String task = task(number, "diagnose").get("id").asText();
    Browser browser = signedIn(task(number, "diagnose").get("assignee").asText());

    Map<String, Object> answers =
        Map.of("outcome", "confirmed", "diagnosis", "锁等待 🔒", "team", "database", "priority", 1);
    assertThat(browser.answer(task, way, answers).statusCode()).isEqualTo(204);
    assertThat(task(number, "locate").get("assignee").asText()).isIn("li.na", "wang.fang");
    var variables = admin.get("/engine-rest/task/" + task(number, "locate").get("id").asText() + "/variables")
        .expect(200).json();
    assertThat(variables.at("/diagnosis/value").asText()).isEqualTo("锁等待 🔒");
    assertThat(variables.at("/team/value").asText()).isEqualTo("platform");
    assertThat(variables.at("/priority/value").asInt()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource({"complete, ''", "complete, made-up", "submit-form, ''", "submit-form, made-up"})
  void a_request_forged_by_another_page_is_refused(String way, String token) throws Exception {
    String number = report(Map.of("title", "Orders hang", "service", "crm-order"));
    String task = task(number, "diagnose").get("id").asText();
    Browser browser = signedIn(task(number, "diagnose").get("assignee").asText());

    String answers = body(Map.of("outcome", "false_alarm"));
    HttpResponse<String> forged =
        browser.send(path(task, way), answers, "Content-Type", "application/json", "X-XSRF-TOKEN", token);
    assertThat(forged.statusCode()).as(forged.body()).isEqualTo(403);
    task(number, "diagnose");
  }

  private static String refusal(Browser browser, String task, String way, Map<String, Object> answers)
      throws Exception {
    HttpResponse<String> answer = browser.answer(task, way, answers);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    return JSON.readTree(answer.body()).get("message").asText();
  }

  private static String path(String task, String way) {
    return "/camunda/api/engine/engine/default/task/" + task + "/" + way;
  }

  private static String body(Map<String, Object> answers) throws JsonProcessingException {
    return JSON.writeValueAsString(variables(answers));
  }

  private Browser signedIn(String person) throws Exception {
    Browser browser = new Browser();
    browser.get(HOME);
    HttpResponse<String> welcome = browser.send(SIGN_IN, "username=" + person + "&password=secret", "Content-Type",
        "application/x-www-form-urlencoded", "X-XSRF-TOKEN", browser.token());
    assertThat(welcome.statusCode()).as(welcome.body()).isEqualTo(200);
    browser.get(HOME);
    return browser;
  }

  /** A session with its cookies. */
  private final class Browser {

    private final CookieManager cookies = new CookieManager();
    private final HttpClient http = HttpClient.newBuilder().cookieHandler(cookies).build();

    void get(String path) throws IOException, InterruptedException {
      http.send(HttpRequest.newBuilder(URI.create(base() + path)).build(), BodyHandlers.discarding());
    }

    /** Sends what is in the form, the way Tasklist does. */
    HttpResponse<String> answer(String task, String way, Map<String, Object> answers)
        throws IOException, InterruptedException {
      return send(path(task, way), body(answers), "Content-Type", "application/json", "X-XSRF-TOKEN", token());
    }

    HttpResponse<String> send(String path, String body, String... headers) throws IOException, InterruptedException {
      return http.send(
          HttpRequest.newBuilder(URI.create(base() + path)).headers(headers).POST(BodyPublishers.ofString(body))
              .build(),
          BodyHandlers.ofString());
    }

    /** What a page of Tasklist's own reads and sends along; a page from elsewhere cannot. */
    String token() {
      return cookies.getCookieStore().getCookies().stream()
          .filter(cookie -> cookie.getName().equals("XSRF-TOKEN")).map(HttpCookie::getValue).findFirst().orElseThrow();
    }
  }
}
