package io.faultdesk.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.faultdesk.staff.People;
import io.faultdesk.staff.Person;
import io.faultdesk.staff.Team;
import io.faultdesk.testing.HandClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import java.util.Arrays;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Who gets in where, over real HTTP. */
@SpringBootTest(
    classes = SecurityApplication.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "spring.datasource.url=jdbc:h2:mem:doors;DB_CLOSE_DELAY=-1",
      "faultdesk.admin.password=an admin's password",
      "faultdesk.data.dir=target/doors"
    })
class DoorsTest {

  private static final String JSON = "application/json";
  private static final String ADMIN = Caller.basic("admin", "an admin's password");
  private static final String STAFF = Caller.basic("li.na", "staff password");
  private static final String AUTHOR = Caller.basic("author", "staff password");

  @LocalServerPort int port;
  @Autowired People people;
  @Autowired TokenDesk tokens;
  @Autowired HandClock clock;
  @Autowired ObjectMapper json;

  private final Map<String, String> credentials = new HashMap<>();
  private Caller caller;

  @BeforeEach
  void signUp() {
    caller = new Caller(port);
    people.sync(
        List.of(
            new Person("li.na", "Li Na", "li.na@example.org", Set.of(), true),
            new Person("author", "Rule Author", null, Set.of("rule-author"), true),
            new Person("chief", "Administrator", null, Set.of("admin"), true),
            new Person("machine", "Machine", null, Set.of(), true)),
        List.of(new Team("platform", "Platform", "li.na", List.of("li.na"))),
        "staff password");
    credentials.put("nobody", null);
    credentials.put("wrong", Caller.basic("nobody-" + System.nanoTime(), "x"));
    credentials.put("staff", STAFF);
    credentials.put("author", AUTHOR);
    credentials.put("admin", ADMIN);
    for (Scope scope : Scope.values()) {
      credentials.put(
          "t-" + scope.word(), Caller.bearer(tokens.issue("test", Set.of(scope), null, "admin").token()));
    }
  }

  @Test
  void an_administrator_who_is_no_rule_author_puts_no_rules_in_force() throws Exception {
    String chief = Caller.basic("chief", "staff password");
    String token = Caller.bearer(tokens.issue("test", Set.of(Scope.ADMIN), null, "chief").token());

    assertThat(caller.send("POST", "/api/v1/rules/check", chief, "{}", "Content-Type", JSON).statusCode())
        .isEqualTo(200);
    assertThat(caller.send("POST", "/api/v1/rules/replays", chief, "{}", "Content-Type", JSON).statusCode())
        .isEqualTo(200);
    assertThat(caller.send("POST", "/api/v1/rules/reload", chief, "{}", "Content-Type", JSON).statusCode())
        .isEqualTo(403);
    assertThat(caller.send("POST", "/api/v1/rules/reload", token, "{}", "Content-Type", JSON).statusCode())
        .isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock = """
          POST | /api/v1/samples                               | 401 401 200 200 200 200 403 403 200
          POST | /api/v1/write                                 | 401 401 200 200 200 200 403 403 200
          POST | /api/v2/alerts                                | 401 401 200 200 200 200 403 403 200
          POST | /api/v1/intake/alertmanager                   | 401 401 200 200 200 200 403 403 200
          POST | /v2/enqueue                                   | 401 401 200 200 200 200 403 403 200
          POST | /v2/change/enqueue                            | 401 401 200 200 200 200 403 403 200
          POST | /api/v1/intake/cloudevents                    | 401 401 200 200 200 200 403 403 200
          POST | /api/v1/incidents                             | 401 401 200 200 200 200 403 403 200
          GET  | /api/v1/incidents                             | 401 401 200 200 200 403 200 200 200
          POST | /api/v1/incidents/INC-000001/acknowledgement  | 401 401 200 200 200 403 403 200 200
          POST | /api/v1/maintenance-windows                   | 401 401 200 200 200 403 403 200 200
          POST | /api/v1/maintenance-windows/preview           | 401 401 200 200 200 403 403 200 200
          POST | /api/v1/maintenance-windows/MW-000001/end     | 401 401 200 200 200 403 403 200 200
          DELETE | /api/v1/maintenance-windows/MW-000001       | 401 401 200 200 200 403 403 200 200
          GET  | /api/v1/maintenance-windows                   | 401 401 200 200 200 403 200 200 200
          GET  | /api/v1/services                              | 401 401 200 200 200 403 200 200 200
          GET  | /api/v1/dead-letters                          | 401 401 403 403 200 403 403 403 200
          GET  | /api/v1/tokens                                | 401 401 403 403 200 403 403 403 200
          POST | /api/v1/rules/reload                          | 401 401 403 200 200 403 403 403 200
          POST | /api/v1/rules/check                           | 401 401 403 200 200 403 403 403 200
          POST | /api/v1/rules/replays                         | 401 401 403 200 200 403 403 403 200
          POST | /api/v1/models/trainings                      | 401 401 403 200 200 403 403 403 200
          POST | /api/v1/models/retraining                     | 401 401 403 200 200 403 403 403 200
          POST | /api/v1/rules/versions/0123/activate          | 401 401 403 200 200 403 403 403 200
          GET  | /api/v1/rules/versions                        | 401 401 200 200 200 403 200 200 200
          GET  | /v3/api-docs                                  | 401 401 200 200 200 403 200 200 200
          GET  | /actuator/health                              | 200 401 200 200 200 200 200 200 200
          GET  | /actuator/metrics                             | 401 401 403 403 200 403 403 403 200
          GET  | /actuator/env                                 | 401 401 403 403 404 403 403 403 404
          GET  | /engine-rest/task                             | 401 401 200 200 200 403 403 200 200
          GET  | /engine-rest/engine                           | 401 401 200 200 200 403 403 200 200
          GET  | /engine-rest/version                          | 401 401 200 200 200 403 403 200 200
          POST | /engine-rest/user/create                      | 401 401 400 400 400 403 403 403 400
          PUT  | /nowhere                                      | 401 401 403 403 404 403 403 403 404
          """)
  void opens_each_door_to_the_right_callers(String method, String path, String expected) {
    List<String> who =
        List.of("nobody", "wrong", "staff", "author", "admin", "t-intake", "t-read", "t-operate", "t-admin");
    Map<String, Integer> answers = new HashMap<>();
    Map<String, Integer> wanted = new HashMap<>();
    String[] codes = expected.trim().split(" ");
    for (int i = 0; i < who.size(); i++) {
      String body = method.equals("GET") ? null : "{}";
      HttpResponse<String> answer =
          caller.send(method, path, credentials.get(who.get(i)), body, "Content-Type", JSON, "Accept", JSON);
      answers.put(who.get(i), answer.statusCode());
      wanted.put(who.get(i), Integer.valueOf(codes[i]));
      assertThat(answer.body()).doesNotContain("\tat ", "\\tat ", "Caused by");
    }
    assertThat(answers).isEqualTo(wanted);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/engine-rest", "/engine-rest/", "/engine-rest/engine", "/engine-rest/engine/", "/engine-rest/version",
        "/engine-rest/engine/default/task", "/engine-rest/deployment?maxResults=0", "/engine-rest/process-definition",
        "/engine-rest/user", "/engine-rest/filter", "/engine-rest/nothing/like/this", "/engine-rest/schema/log",
        "/engine-rest/identity/password-policy", "/engine-rest/telemetry/data", "/engine-rest/metrics",
        "/engine-rest/history/task", "/engine-rest/job", "/engine-rest/incident", "/engine-rest/batch"
      })
  void answers_strangers_on_engine_rest_with_a_plain_401(String path) {
    for (String method : List.of("GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD")) {
      for (String accept : List.of("application/json", "text/html,*/*")) {
        HttpResponse<String> answer = caller.send(method, path, null, (String) null, "Accept", accept);
        assertThat(answer.statusCode()).as(method + " " + path).isEqualTo(401);
        assertThat(answer.headers().allValues("Location")).isEmpty();
        if (accept.equals(JSON)) {
          assertThat(answer.headers().allValues("WWW-Authenticate")).anyMatch(value -> value.startsWith("Basic "));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /api/v1/samples, 200",
    "GET, /api/v1/incidents, 403",
    "POST, /api/v1/incidents/INC-000001/acknowledgement, 403",
    "GET, /engine-rest/task, 403",
    "POST, /engine-rest/task/some/complete, 403",
    "POST, /engine-rest/user/create, 403"
  })
  void an_account_without_any_group_only_delivers(String method, String path, int expected) {
    String machine = Caller.basic("machine", "staff password");
    assertThat(
        caller.send(method, path, machine, method.equals("GET") ? null : "{}", "Content-Type", JSON).statusCode())
        .isEqualTo(expected);
  }

  @Test
  void does_not_offer_browsers_the_basic_window() {
    HttpResponse<String> page = caller.get("/anything", null, "Accept", "text/html");
    assertThat(page.statusCode()).isEqualTo(302);
    assertThat(page.headers().firstValue("Location")).hasValueSatisfying(to -> assertThat(to).endsWith("/login"));
    HttpResponse<String> script = caller.get("/api/v1/incidents", null, "Sec-Fetch-Mode", "cors");
    assertThat(script.statusCode()).isEqualTo(401);
    assertThat(script.headers().allValues("WWW-Authenticate")).containsExactly("Bearer");
    assertThat(script.headers().firstValue("Content-Type")).contains("application/problem+json");
  }

  @Test
  void believes_a_proxy_on_this_machine_that_the_caller_came_by_https() {
    var page = caller.get("/login", null, "Accept", "text/html", "X-Forwarded-Proto", "https").headers();
    assertThat(page.allValues("Set-Cookie")).isNotEmpty().allMatch(cookie -> cookie.contains("Secure"));
    var redirect = caller.get("/anything", null, "Accept", "text/html", "X-Forwarded-Proto", "https").headers();
    assertThat(redirect.firstValue("Location")).hasValueSatisfying(to -> assertThat(to).startsWith("https://"));
    assertThat(caller.get("/login", null).headers().allValues("Set-Cookie")).isNotEmpty()
        .noneMatch(cookie -> cookie.contains("Secure"));
  }

  @Test
  void holds_up_who_guesses_behind_a_proxy_and_not_the_proxy() {
    String[] guesser = {"X-Forwarded-For", "203.0.113.7"};
    for (int i = 0; i < SignInThrottle.FREE_TRIES; i++) {
      assertThat(caller.get("/api/v1/incidents", Caller.basic("author", "guess"), guesser).statusCode()).isEqualTo(401);
    }
    String fresh = Caller.basic("author", "staff password");
    clock.advance(SignIn.PASSWORD_MEMORY);
    for (int i = 0; i < SignInThrottle.FREE_TRIES + 10; i++) {
      caller.get("/api/v1/incidents", Caller.basic("author", "guess"), guesser);
    }
    assertThat(caller.get("/api/v1/incidents", fresh, guesser).statusCode()).isEqualTo(401);
    assertThat(caller.get("/api/v1/incidents", fresh).statusCode()).isEqualTo(200);
  }

  @Test
  void tells_strangers_nothing_about_health() {
    assertThat(caller.get("/actuator/health", null).body()).isEqualTo("{\"status\":\"UP\"}");
    assertThat(caller.get("/actuator/health", ADMIN).body()).contains("components");
  }

  @Test
  void sends_headers_that_keep_other_sites_out() {
    var headers = caller.get("/login", null, "Accept", "text/html").headers();
    assertThat(headers.firstValue("Content-Security-Policy")).hasValueSatisfying(
        policy -> assertThat(policy).contains("default-src 'self'", "frame-ancestors 'none'").doesNotContain("unsafe"));
    assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(headers.firstValue("Referrer-Policy")).contains("same-origin");
    assertThat(headers.firstValue("Strict-Transport-Security")).isEmpty();
  }

  @Test
  void keeps_engine_administration_from_staff() {
    String user = "{\"profile\":{\"id\":\"intruder\"},\"credentials\":{\"password\":\"x\"}}";
    assertThat(caller.post("/engine-rest/user/create", STAFF, user).statusCode()).isEqualTo(403);
    String operating = credentials.get("t-operate");
    assertThat(caller.post("/engine-rest/user/create", operating, user).statusCode()).isEqualTo(403);
    assertThat(caller.send("POST", "/engine-rest/deployment/create", operating, "").statusCode()).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /history/process-instance",
    "POST, /history/task/count",
    "POST, /task/count",
    "POST, /process-instance/count"
  })
  void an_operating_token_may_ask(String method, String path) {
    for (String engine : List.of("/engine-rest", "/engine-rest/engine/default")) {
      assertThat(operate(method, engine + path)).as(path).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "DELETE, /history/process-instance/some",
    "POST, /history/process-instance/delete",
    "POST, /history/cleanup",
    "DELETE, /process-instance/some",
    "POST, /process-instance/delete",
    "PUT, /process-instance/suspended",
    "DELETE, /task/some",
    "DELETE, /task/some/variables/number"
  })
  void an_operating_token_deletes_and_stops_nothing(String method, String path) {
    for (String engine : List.of("/engine-rest", "/engine-rest/engine/default")) {
      assertThat(operate(method, engine + path)).as(path).isEqualTo(403);
    }
  }

  @Test
  void an_operating_token_may_take_back_a_comment() {
    assertThat(operate("DELETE", "/engine-rest/task/unknown/comment/unknown")).isEqualTo(404);
  }

  private int operate(String method, String path) {
    return caller.send(method, path, credentials.get("t-operate"), "{}", "Content-Type", JSON).statusCode();
  }

  @Test
  void keeps_camundas_own_api_closed_to_strangers() {
    assertThat(caller.get("/camunda/api/engine/engine/default/task", null, "Accept", JSON).statusCode()).isEqualTo(401);
    assertThat(caller.get("/camunda/api/engine/engine/default/user", null, "Accept", JSON).statusCode()).isEqualTo(401);
    HttpResponse<String> setup =
        caller.post("/camunda/api/admin/setup/default/user/create", null, "{}");
    assertThat(setup.statusCode()).isEqualTo(403);
  }

  @Test
  void gives_a_token_its_life_from_issue_to_revocation() throws Exception {
    // other tests' tokens would fill the first page
    tokens.all().forEach(other -> tokens.revoke(other.id()));
    HttpResponse<String> made =
        caller.post("/api/v1/tokens", ADMIN, "{\"name\":\"prometheus 监控\",\"scopes\":[\"read\"]}");
    assertThat(made.statusCode()).isEqualTo(201);
    String token = json.readTree(made.body()).get("token").asText();
    String id = json.readTree(made.body()).get("id").asText();
    assertThat(token).startsWith("fdk_").hasSize(47);

    assertThat(caller.get("/api/v1/incidents", Caller.bearer(token)).statusCode()).isEqualTo(200);
    String list = caller.get("/api/v1/tokens", ADMIN).body();
    assertThat(list).contains(id, "prometheus 监控").doesNotContain(token, "hash");
    assertThat(json.readTree(list).get("items").findValuesAsText("lastUsedAt")).anyMatch(used -> !used.equals("null"));

    assertThat(caller.send("DELETE", "/api/v1/tokens/" + id, ADMIN, (String) null).statusCode()).isEqualTo(204);
    assertThat(caller.get("/api/v1/incidents", Caller.bearer(token)).statusCode()).isEqualTo(401);
    assertThat(caller.send("DELETE", "/api/v1/tokens/" + id, ADMIN, (String) null).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}", "{\"name\":\"\",\"scopes\":[\"read\"]}", "{\"name\":\"x\",\"scopes\":[]}",
        "{\"name\":\"x\",\"scopes\":[\"root\"]}", "{\"name\":\"x\",\"scopes\":[null]}",
        "{\"name\":\"x\",\"scopes\":[\"read\"],\"expires\":\"2001-01-01T00:00:00Z\"}", "{"
      })
  void refuses_a_token_that_makes_no_sense(String wanted) {
    assertThat(caller.post("/api/v1/tokens", ADMIN, wanted).statusCode()).isIn(400, 422);
  }

  @Test
  void ends_a_token_when_its_time_is_over() {
    String token = tokens.issue("short", Set.of(Scope.READ), clock.instant().plusSeconds(60), "admin").token();
    assertThat(caller.get("/api/v1/incidents", Caller.bearer(token)).statusCode()).isEqualTo(200);
    clock.advance(Duration.ofSeconds(60));
    assertThat(caller.get("/api/v1/incidents", Caller.bearer(token)).statusCode()).isEqualTo(401);
  }

  @Test
  void gives_a_token_no_more_than_its_owner_has() {
    String token = tokens.issue("too much", Set.of(Scope.ADMIN), null, "li.na").token();
    assertThat(caller.get("/api/v1/tokens", Caller.bearer(token)).statusCode()).isEqualTo(403);
    String orphan = tokens.issue("orphan", Set.of(Scope.READ), null, "long.gone").token();
    assertThat(caller.get("/api/v1/incidents", Caller.bearer(orphan)).statusCode()).isEqualTo(401);
  }

  @Test
  void answers_413_to_a_body_that_is_too_long_announced_or_not() {
    byte[] large = new byte[(int) BodyLimit.ANY + 1];
    for (String path : List.of("/api/v1/write", "/engine-rest/deployment/create")) {
      HttpResponse<String> announced =
          caller.send("POST", path, ADMIN, BodyPublishers.ofByteArray(large), "Content-Type",
              "multipart/form-data; boundary=x");
      assertThat(announced.statusCode()).as(path).isEqualTo(413);
      assertThat(announced.body()).contains("10 MiB");
      HttpResponse<String> chunked =
          caller.send(
              "POST", path, ADMIN, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)),
              "Content-Type",
              path.startsWith("/engine") ? "multipart/form-data; boundary=x" : "application/octet-stream");
      assertThat(chunked.statusCode()).as(path + " " + chunked.body()).isEqualTo(413);
      assertThat(chunked.body()).doesNotContain("\tat ", "\\tat ");
    }
    byte[] largest = new byte[(int) BodyLimit.ANY];
    HttpResponse<String> fits =
        caller.send("POST", "/api/v1/write", ADMIN,
            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(largest)),
            "Content-Type", "application/octet-stream");
    assertThat(fits.body()).isEqualTo(String.valueOf(largest.length));
    assertThat(caller.post("/login", null, "x".repeat(20_000)).statusCode()).isEqualTo(413);
  }

  @Test
  void leaves_the_length_of_signals_to_who_takes_them() {
    byte[] large = new byte[(int) BodyLimit.ANY + 1];
    HttpResponse<String> taken =
        caller.send("POST", "/api/v1/samples", ADMIN, BodyPublishers.ofByteArray(large), "Content-Type",
            "application/octet-stream");
    assertThat(taken.body()).isEqualTo(String.valueOf(large.length));
    assertThat(caller.send("PUT", "/api/v1/samples", ADMIN, BodyPublishers.ofByteArray(large)).statusCode())
        .isEqualTo(413);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v2/enqueue", "/v2/change/enqueue"})
  void takes_the_key_out_of_an_event_however_its_sender_signs_in(String path) {
    String token = tokens.issue("pager", Set.of(Scope.INTAKE), null, "admin").token();
    String event = "{\"routing_key\":\"" + token + "\",\"dedup_key\":\"db\"}";
    String left = String.valueOf("{\"dedup_key\":\"db\"}".length());

    assertThat(caller.post(path, null, event).body()).isEqualTo(left);
    assertThat(caller.post(path, Caller.bearer(token), event).body()).isEqualTo(left);
    assertThat(caller.post(path, STAFF, event).body()).isEqualTo(left);
    assertThat(
        caller.send("POST", path, null, BodyPublishers.ofByteArray(packed(event)), "Content-Encoding", "gzip").body())
        .isEqualTo(left);
    assertThat(caller.post(path, Caller.bearer(token), "[" + event).body()).as("it is no JSON")
        .isEqualTo(String.valueOf(event.length() + 1 - token.length()));
    assertThat(caller.post(path, null, "[" + event).statusCode()).as("nobody knows whose it is").isEqualTo(400);
    byte[] broken = Arrays.copyOf(packed(event), 20);
    assertThat(
        caller.send("POST", path, STAFF, BodyPublishers.ofByteArray(broken), "Content-Encoding", "gzip").body())
        .isEqualTo("0");
  }

  private static byte[] packed(String text) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  /** Stands for the other modules' endpoints. */
  @RestController
  static class Echo {

    @PostMapping({
      "/api/v1/samples",
      "/api/v1/write",
      "/api/v2/alerts",
      "/api/v1/intake/alertmanager",
      "/v2/enqueue",
      "/v2/change/enqueue",
      "/api/v1/intake/cloudevents",
      "/api/v1/incidents",
      "/api/v1/incidents/{number}/acknowledgement",
      "/api/v1/maintenance-windows",
      "/api/v1/maintenance-windows/preview",
      "/api/v1/maintenance-windows/{number}/end",
      "/api/v1/rules/reload",
      "/api/v1/rules/check",
      "/api/v1/rules/replays",
      "/api/v1/models/trainings",
      "/api/v1/models/retraining",
      "/api/v1/rules/versions/{version}/activate"
    })
    @ResponseStatus(HttpStatus.OK)
    String post(@RequestBody(required = false) byte[] body) {
      return body == null ? "0" : String.valueOf(body.length);
    }

    @GetMapping({
      "/api/v1/incidents", "/api/v1/maintenance-windows", "/api/v1/services", "/api/v1/dead-letters",
      "/api/v1/rules/versions"
    })
    String get() {
      return "[]";
    }

    @DeleteMapping("/api/v1/maintenance-windows/{number}")
    String delete() {
      return "{}";
    }
  }
}
