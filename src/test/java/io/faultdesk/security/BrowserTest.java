package io.faultdesk.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultdesk.staff.People;
import io.faultdesk.staff.Person;
import io.faultdesk.staff.Team;
import io.faultdesk.testing.HandClock;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What a browser does: sign-in page, session, forged requests, and the way into Tasklist. */
@SpringBootTest(
    classes = SecurityApplication.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "spring.datasource.url=jdbc:h2:mem:doors;DB_CLOSE_DELAY=-1",
      "faultdesk.admin.password=an admin's password",
      "faultdesk.data.dir=target/doors"
    })
class BrowserTest {

  private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
  private static final String FORM = "application/x-www-form-urlencoded";

  @LocalServerPort int port;
  @Autowired People people;
  @Autowired HandClock clock;

  private final CookieManager cookies = new CookieManager();
  private final HttpClient browser = HttpClient.newBuilder().cookieHandler(cookies).build();

  @BeforeEach
  void signUp() {
    people.sync(
        List.of(new Person("zhao.min", "Zhao Min", null, Set.of(), true)),
        List.of(new Team("service-desk", "Service desk", null, List.of("zhao.min"))),
        "tasklist");
  }

  @Test
  void a_link_of_a_form_in_tasklist_leads_to_the_sign_in() throws Exception {
    assertThat(location(get("/api/v1/models/0123456789abcdef/card"))).endsWith("/login");
    assertThat(get("/api/v1/models").statusCode()).isEqualTo(401);
  }

  @Test
  void signs_in_on_the_page_and_goes_where_the_person_wanted() throws Exception {
    assertThat(location(get("/v3/api-docs"))).endsWith("/login");
    HttpResponse<String> answer = signIn("zhao.min", "tasklist");
    assertThat(location(answer)).contains("/v3/api-docs");
    assertThat(get("/api/v1/incidents").statusCode()).isEqualTo(200);
    assertThat(location(get("/"))).endsWith("/camunda/app/tasklist/default/");
    assertThat(cookie("JSESSIONID").isHttpOnly()).isTrue();
  }

  @Test
  void says_the_same_of_a_wrong_name_and_a_wrong_password() throws Exception {
    HttpResponse<String> wrongPassword = signIn("zhao.min", "wrong");
    HttpResponse<String> wrongName = signIn("who.is.that", "wrong");
    assertThat(location(wrongPassword)).endsWith("/login?error");
    assertThat(location(wrongName)).isEqualTo(location(wrongPassword));
    assertThat(get("/login?error").body()).contains("That did not work");
  }

  @Test
  void does_not_let_another_page_use_the_session() throws Exception {
    signIn("zhao.min", "tasklist");
    String path = "/api/v1/incidents";
    assertThat(post(path, "{}", "Content-Type", "text/plain").statusCode()).isEqualTo(403);
    // A browser sends user and password from an address like http://zhao.min:x@host/ along with the session.
    HttpResponse<String> withHeader =
        post(path, "{}", "Authorization", Caller.basic("zhao.min", "x"), "Content-Type", "text/plain");
    assertThat(withHeader.statusCode()).isEqualTo(401);
    assertThat(get("/engine-rest/task").statusCode()).isEqualTo(401);

    String token = cookie("FAULTDESK-CSRF").getValue();
    assertThat(post(path, "{}", "X-CSRF-TOKEN", token, "Content-Type", "text/plain").statusCode()).isEqualTo(200);
  }

  @Test
  void does_not_sign_anybody_in_from_another_page() throws Exception {
    HttpResponse<String> forged = post("/login", form("zhao.min", "tasklist", "made-up"), "Content-Type", FORM);
    assertThat(forged.statusCode()).isEqualTo(403);
    assertThat(get("/api/v1/incidents").statusCode()).isEqualTo(401);
  }

  @Test
  void ends_the_session_on_signing_out() throws Exception {
    signIn("zhao.min", "tasklist");
    post("/logout", "", "X-CSRF-TOKEN", cookie("FAULTDESK-CSRF").getValue());
    assertThat(get("/api/v1/incidents").statusCode()).isEqualTo(401);
  }

  @Test
  void opens_tasklist_to_who_signed_in_on_the_page() throws Exception {
    signIn("zhao.min", "tasklist");
    HttpResponse<String> me = get("/camunda/api/admin/auth/user/default");
    assertThat(me.body()).contains("\"userId\":\"zhao.min\"", "tasklist").doesNotContain("cockpit");
    assertThat(get("/camunda/api/engine/engine/default/filter").body())
        .contains("My tasks", "My team's unclaimed tasks", "Overdue", "Due today", "Priority 1");

    post("/camunda/api/admin/auth/user/default/logout", "", "X-XSRF-TOKEN", cookie("XSRF-TOKEN").getValue());
    assertThat(get("/camunda/api/engine/engine/default/filter").statusCode()).isEqualTo(401);
    assertThat(get("/api/v1/incidents").statusCode()).isEqualTo(401);
  }

  @Test
  void keeps_tasklists_own_sign_in_working() throws Exception {
    get("/camunda/app/tasklist/default/");
    HttpResponse<String> wrong = tasklistSignIn("zhao.min", "wrong");
    assertThat(wrong.statusCode()).isEqualTo(401);
    people.sync(List.of(new Person("direct", "Direct", null, Set.of(), true)),
        List.of(new Team("service-desk", "Service desk", null, List.of("direct"))), "tasklist");
    assertThat(tasklistSignIn("direct", "tasklist").statusCode()).isEqualTo(200);
    assertThat(get("/camunda/api/engine/engine/default/task").statusCode()).isEqualTo(200);
  }

  @Test
  void holds_up_the_address_that_guesses_at_tasklists_sign_in_and_nobody_else() throws Exception {
    HttpClient elsewhere =
        HttpClient.newBuilder().cookieHandler(cookies).localAddress(InetAddress.getByName("127.0.0.2")).build();
    get("/camunda/app/tasklist/default/");
    for (int i = 0; i < SignInThrottle.FREE_TRIES; i++) {
      assertThat(elsewhere.send(tasklist("admin", "guess"), BodyHandlers.ofString()).statusCode()).isEqualTo(401);
    }
    String right = "an+admin's+password";
    assertThat(elsewhere.send(tasklist("admin", right), BodyHandlers.ofString()).statusCode()).isEqualTo(401);
    assertThat(tasklistSignIn("admin", right).statusCode()).isEqualTo(200);
    clock.advance(SignInThrottle.FIRST_WAIT);
    get("/camunda/app/tasklist/default/");
    assertThat(elsewhere.send(tasklist("admin", right), BodyHandlers.ofString()).statusCode()).isEqualTo(200);
  }

  @Test
  void has_no_other_place_to_guess_at() throws Exception {
    signIn("zhao.min", "tasklist");
    get("/camunda/app/tasklist/default/");
    String guess = "{\"username\":\"admin\",\"password\":\"guess\"}";
    assertThat(post("/camunda/api/engine/engine/default/identity/verify", guess, "Content-Type", "application/json",
        "X-XSRF-TOKEN", cookie("XSRF-TOKEN").getValue()).statusCode()).isEqualTo(403);
    assertThat(post("/engine-rest/identity/verify", guess, "Content-Type", "application/json", "Authorization",
        Caller.basic("zhao.min", "tasklist")).statusCode()).isEqualTo(403);
  }

  private HttpResponse<String> tasklistSignIn(String user, String password) throws Exception {
    return browser.send(tasklist(user, password), BodyHandlers.ofString());
  }

  private HttpRequest tasklist(String user, String password) {
    return HttpRequest.newBuilder(uri("/camunda/api/admin/auth/user/default/login/tasklist"))
        .headers("Content-Type", FORM, "X-XSRF-TOKEN", cookie("XSRF-TOKEN").getValue())
        .POST(BodyPublishers.ofString("username=" + user + "&password=" + password))
        .build();
  }

  private HttpResponse<String> signIn(String user, String password) throws Exception {
    Matcher token = TOKEN.matcher(get("/login").body());
    assertThat(token.find()).isTrue();
    return post("/login", form(user, password, token.group(1)), "Content-Type", FORM);
  }

  private static String form(String user, String password, String csrf) {
    return "username=" + user + "&password=" + password + "&_csrf=" + URLEncoder.encode(csrf, StandardCharsets.UTF_8);
  }

  private HttpResponse<String> get(String path) throws Exception {
    boolean page = !path.contains("/api/") && !path.contains("engine-rest") || path.endsWith("/card");
    return browser.send(
        HttpRequest.newBuilder(uri(path)).header("Accept", page ? "text/html" : "application/json").build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String body, String... headers) throws Exception {
    return browser.send(
        HttpRequest.newBuilder(uri(path)).headers(headers).POST(BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private HttpCookie cookie(String name) {
    return cookies.getCookieStore().getCookies().stream().filter(one -> one.getName().equals(name)).findFirst()
        .orElseThrow();
  }

  private static String location(HttpResponse<String> answer) {
    return answer.headers().firstValue("Location").orElseThrow();
  }
}
