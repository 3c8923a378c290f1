package io.faultdesk.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultdesk.testing.HandClock;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.faultdesk.catalog.Catalog;
import io.faultdesk.shared.ServiceName;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.Arrays;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Talks to the intake over HTTP as the senders do. */
@SpringBootTest(
    classes = SignalSlice.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "spring.datasource.url=jdbc:h2:mem:intake",
      "faultdesk.signal.max-backlog=20",
      "faultdesk.signal.series[0].metric=crm_response_time_seconds",
      "faultdesk.signal.series[0].match=quantile=\"0.95\",service!=\"crm-web\"",
      "faultdesk.signal.series[0].indicator=response-time",
      "faultdesk.signal.series[0].factor=1000"
    })
class IntakeTest {

  private static final String JSON = "application/json";
  private static final String NDJSON = "application/x-ndjson";
  private static final String SAMPLES = "/api/v1/samples";
  private static final String ALERTS = "/api/v2/alerts";
  private static final String WEBHOOK = "/api/v1/intake/alertmanager";
  private static final String EVENTS = "/api/v1/intake/cloudevents";
  private static final String BATCH = "application/cloudevents-batch+json";
  private static final String SAMPLE = "{\"service\":\"crm-api\",\"indicator\":\"latency\",\"value\":0.25}";
  private static final String ALERT = "{\"labels\":{\"alertname\":\"Down\",\"service\":\"crm-api\"}}";

  @LocalServerPort private int port;
  @Autowired private SignalSlice.Windows windows;
  @Autowired private SignalSlice.Announced announced;
  @Autowired private SignalIntake intake;
  @Autowired private Backlog backlog;
  @Autowired private SeenEvents seen;
  @Autowired private Catalog catalog;
  @Autowired private HandClock clock;
  @Autowired private JdbcClient jdbc;
  @Autowired private ObjectMapper mapper;

  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeEach
  void empty() {
    jdbc.sql("DELETE FROM alert_inbox").update();
    jdbc.sql("DELETE FROM dead_letter").update();
    jdbc.sql("DELETE FROM seen_event").update();
    backlog.count();
    windows.taken.clear();
    windows.ended.clear();
    windows.closed = false;
    announced.events.clear();
  }

  @AfterEach
  void close() {
    http.close();
  }

  @Test
  void good_samples_are_in_the_windows_when_the_answer_comes() throws Exception {
    HttpResponse<String> answer = post(SAMPLES, JSON, "[" + SAMPLE + "]");

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.body()).isEqualTo("{\"accepted\":1,\"rejectedCount\":0,\"rejected\":[]}");
    assertThat(windows.taken).extracting(Sample::value).containsExactly(0.25);
    assertThat(catalog.services()).anyMatch(service -> service.name().equals(ServiceName.of("crm-api")));
  }

  @Test
  void lines_in_gzip_are_taken() throws Exception {
    HttpResponse<String> answer = send(request(SAMPLES, NDJSON, gzip((SAMPLE + "\n").repeat(2500))));

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(json(answer).path("accepted").asInt()).isEqualTo(2500);
  }

  @Test
  void bad_samples_are_named_and_the_body_is_kept() throws Exception {
    HttpResponse<String> answer = post(SAMPLES, NDJSON, SAMPLE + "\nbroken");

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(json(answer).path("accepted").asInt()).isOne();
    assertThat(json(answer).at("/rejected/0/index").asInt()).isOne();
    assertThat(json(answer).at("/rejected/0/reason").asText()).contains("not JSON");
    assertThat(letter().path("excerpt").asText()).isEqualTo(SAMPLE + "\nbroken");
  }

  @Test
  void no_good_sample_at_all_is_a_problem_with_the_reasons() throws Exception {
    HttpResponse<String> answer = post(SAMPLES, JSON, "[" + SAMPLE.replace("0.25", "NaN") + "]");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(json(answer).path("accepted").asInt(-1)).isZero();
    assertThat(json(answer).path("code").asText()).isEqualTo("no-good-sample");
    assertThat(json(answer).at("/rejected/0/reason").asText()).isEqualTo("value must be finite");
  }

  @Test
  void a_broken_array_is_refused_whole() throws Exception {
    HttpResponse<String> answer = post(SAMPLES, JSON, "[" + SAMPLE + ",");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer).path("detail").asText()).startsWith("the body is not JSON: line 1, column");
    assertThat(windows.taken).isEmpty();
    assertThat(letter().path("route").asText()).isEqualTo(SAMPLES);
  }

  @Test
  void closed_windows_ask_to_come_again() throws Exception {
    windows.closed = true;

    HttpResponse<String> answer = post(SAMPLES, NDJSON, SAMPLE);

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(json(answer).path("code").asText()).isEqualTo("busy");
    assertThat(letters()).isEmpty();
  }

  @Test
  void another_media_type_is_not_supported() throws Exception {
    HttpResponse<String> answer = post(SAMPLES, "text/plain", SAMPLE);

    assertThat(answer.statusCode()).isEqualTo(415);
    assertThat(json(answer).path("code").asText()).isEqualTo("unsupported-media-type");
    assertThat(letter().path("excerpt").asText()).isEqualTo(SAMPLE);
  }

  @ParameterizedTest
  @CsvSource({
    SAMPLES + "," + JSON, SAMPLES + "," + NDJSON, ALERTS + "," + JSON, WEBHOOK + "," + JSON
  })
  void a_body_above_ten_mebibytes_gets_a_readable_413(String route, String type) throws Exception {
    byte[] body = new byte[(10 << 20) + 1];
    Arrays.fill(body, (byte) ' ');

    HttpResponse<String> whole = send(request(route, type, BodyPublishers.ofByteArray(body)));
    HttpResponse<String> chunked =
        send(request(route, type, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));

    assertThat(whole.statusCode()).isEqualTo(413);
    assertThat(whole.body()).contains("longer than 10485760 bytes");
    assertThat(chunked.statusCode()).isEqualTo(413);
    assertThat(chunked.body()).contains("longer than 10485760 bytes");
    assertThat(letter().path("size").asInt()).isEqualTo(1 << 20);
    assertThat(letter().path("truncated").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {SAMPLES, ALERTS, WEBHOOK})
  void a_gzip_bomb_gets_a_413(String route) throws Exception {
    assertThat(send(request(route, JSON, gzip(" ".repeat(200 << 20)))).statusCode()).isEqualTo(413);
  }

  @Test
  void a_body_far_above_the_limit_still_gets_its_answer() throws Exception {
    byte[] body = new byte[60 << 20];
    Arrays.fill(body, (byte) ' ');

    HttpResponse<String> answer =
        send(request(ALERTS, JSON, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));

    assertThat(answer.statusCode()).isEqualTo(413);
  }

  @ParameterizedTest
  @ValueSource(strings = {SAMPLES, ALERTS})
  void what_is_not_gzip_is_a_bad_request(String route) throws Exception {
    HttpRequest.Builder request = request(route, JSON, BodyPublishers.ofString("[]"));

    assertThat(send(request.setHeader("Content-Encoding", "gzip")).statusCode()).isEqualTo(400);
    assertThat(send(request.setHeader("Content-Encoding", "br")).statusCode()).isEqualTo(415);
  }

  @Test
  void a_gzip_body_cut_short_is_a_bad_request() throws Exception {
    byte[] whole = gzip("[" + SAMPLE + "]");
    byte[] half = Arrays.copyOf(whole, whole.length / 2);

    HttpResponse<String> answer =
        send(request(SAMPLES, JSON, BodyPublishers.ofByteArray(half)).setHeader("Content-Encoding", "gzip"));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer).path("detail").asText()).isEqualTo("the body is not a whole gzip stream");
  }

  @Test
  void what_prometheus_writes_is_in_the_windows_when_the_answer_comes() throws Exception {
    HttpResponse<String> answer = send(write(recordedBytes("remote_write/01-samples.bin")));

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(windows.taken).hasSize(4).allMatch(sample -> sample.indicator().equals("response-time"));
    assertThat(send(write(recordedBytes("remote_write/02-metadata.bin"))).statusCode()).isEqualTo(204);
  }

  @Test
  void what_a_newer_remote_write_sends_is_refused_and_not_taken_for_empty() throws Exception {
    HttpRequest.Builder newer = write(recordedBytes("remote_write/01-samples.bin"));

    assertThat(send(newer.setHeader("Content-Type", "application/x-protobuf;proto=io.prometheus.write.v2.Request"))
        .statusCode()).isEqualTo(415);
    assertThat(send(newer.setHeader("Content-Type", "application/x-protobuf;proto=prometheus.WriteRequest"))
        .statusCode()).isEqualTo(204);
  }

  @Test
  void what_prometheus_wrote_is_asked_for_again_while_it_cannot_be_taken() throws Exception {
    windows.closed = true;

    HttpResponse<String> answer = send(write(recordedBytes("remote_write/01-samples.bin")));

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(json(answer).path("code").asText()).isEqualTo("busy");
  }

  @Test
  void a_snappy_block_that_claims_too_much_or_is_cut_short_is_refused() throws Exception {
    byte[] whole = recordedBytes("remote_write/01-samples.bin");
    byte[] claims = whole.clone();
    claims[0] = claims[1] = claims[2] = (byte) 0xff;

    assertThat(send(write(claims)).statusCode()).isIn(400, 413);
    assertThat(send(write(new byte[]{(byte) 0x80, (byte) 0x80, (byte) 0x80, 0x40, 0})).statusCode()).isEqualTo(413);
    assertThat(send(write(Arrays.copyOf(whole, whole.length / 2))).statusCode()).isEqualTo(400);
    assertThat(send(write(new byte[0])).statusCode()).isEqualTo(400);
    assertThat(send(write("[]".getBytes(StandardCharsets.UTF_8))).statusCode()).isEqualTo(400);
    assertThat(windows.taken).isEmpty();
    assertThat(letter().path("route").asText()).isEqualTo("/api/v1/write");
  }

  private HttpRequest.Builder write(byte[] body) {
    return request("/api/v1/write", "application/x-protobuf", BodyPublishers.ofByteArray(body))
        .setHeader("Content-Encoding", "snappy");
  }

  @Test
  void prometheus_gets_an_empty_answer_once_its_alerts_are_stored() throws Exception {
    HttpResponse<String> answer = post(ALERTS, JSON, recorded("prometheus-direct/01-firing-batch.json"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    assertThat(intake.waitingAlerts(10, Set.of()))
        .extracting(alert -> alert.alert().service().value())
        .containsExactly("crm-web", "客户服务", "crm-api", "crm-orders");
    assertThat(announced.events).containsExactly(new AlertsReceived(4));
    assertThat(catalog.services()).anyMatch(service -> service.name().equals(ServiceName.of("客户服务")));
  }

  @Test
  void an_empty_list_of_alerts_is_fine() throws Exception {
    assertThat(post(ALERTS, JSON, "[]").statusCode()).isEqualTo(200);
    assertThat(announced.events).isEmpty();
  }

  @Test
  void the_good_alerts_of_a_bad_batch_are_stored() throws Exception {
    HttpResponse<String> answer = post(ALERTS, JSON, "[" + ALERT + ",{\"labels\":{}}]");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .isEqualTo("{\"code\":400,\"message\":\"alerts[1]: at least one label pair required\"}");
    assertThat(intake.waitingAlerts(10, Set.of())).hasSize(1);
    assertThat(letter().path("reason").asText()).isEqualTo("alerts[1]: at least one label pair required");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
    "application/json||422|602|alerts in body is required",
    "application/json|[{}]|422|602|alerts[0]: labels in body is required",
    "application/json|[{'labels':{'a':'b'},'generatorURL':'no uri'}]|422|601|generatorURL",
    "application/json|{}|400|400|list of alerts",
    "application/json|[|400|400|not JSON",
    "text/plain|[]|415|415|unsupported media type"
  })
  void alertmanagers_refusals_are_imitated(String type, String body, int status, int code, String message)
      throws Exception {
    HttpResponse<String> answer = post(ALERTS, type, body == null ? "" : body.replace('\'', '"'));

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(json(answer).path("code").asInt()).isEqualTo(code);
    assertThat(json(answer).path("message").asText()).contains(message);
  }

  @Test
  void no_content_type_is_not_supported() throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(ALERTS)).POST(BodyPublishers.ofString("[" + ALERT + "]"));

    assertThat(send(request).statusCode()).isEqualTo(415);
  }

  @Test
  void another_method_is_refused_in_the_same_format() throws Exception {
    HttpResponse<String> answer =
        send(HttpRequest.newBuilder(uri(ALERTS)).PUT(BodyPublishers.ofString("[]")));

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).contains("GET,POST");
    assertThat(json(answer).path("code").asInt()).isEqualTo(405);
  }

  @Test
  void a_good_webhook_with_a_bad_alert_is_fine_and_kept() throws Exception {
    HttpResponse<String> answer =
        post(WEBHOOK, JSON, "{\"version\":\"4\",\"status\":\"firing\",\"alerts\":[" + ALERT + ",{}]}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(intake.waitingAlerts(10, Set.of())).hasSize(1);
    assertThat(letter().path("reason").asText()).isEqualTo("alerts[1]: labels in body is required");
  }

  @Test
  void the_recorded_webhooks_are_taken() throws Exception {
    HttpResponse<String> answer = post(WEBHOOK, JSON, recorded("alertmanager/06-unicode-chinese-labels.json"));

    assertThat(answer.statusCode()).isEqualTo(200);
    Alert alert = intake.waitingAlerts(1, Set.of()).getFirst().alert();
    assertThat(alert.annotations().get("description")).contains("😀", "\n第二行");
    assertThat(alert.labels()).containsEntry("region", "华东-上海");
  }

  @Test
  void too_long_a_backlog_asks_to_come_again_and_loses_nothing() throws Exception {
    String twenty = "[" + ALERT + ("," + ALERT).repeat(19) + "]";
    assertThat(post(ALERTS, JSON, twenty).statusCode()).isEqualTo(200);

    HttpResponse<String> answer = post(ALERTS, JSON, "[" + ALERT + "]");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(json(answer).path("code").asInt()).isEqualTo(503);
    assertThat(letters()).isEmpty();

    intake.taken(intake.waitingAlerts(1, Set.of()).stream().map(InboxAlert::id).toList());
    assertThat(post(ALERTS, JSON, "[" + ALERT + "]").statusCode()).isEqualTo(200);
  }

  @Test
  void a_body_that_comes_again_is_the_same_letter() throws Exception {
    post(ALERTS, JSON, "broken");
    clock.advance(Duration.ofMinutes(5));
    post(ALERTS, JSON, "broken");

    assertThat(letters()).hasSize(1);
    assertThat(letter().path("times").asInt()).isEqualTo(2);
    assertThat(letter().path("lastReceivedAt").asText()).isNotEqualTo(letter().path("receivedAt").asText());
  }

  @Test
  void letters_are_listed_page_by_page_with_their_bodies_beside() throws Exception {
    for (int number = 0; number < 5; number++) {
      post(ALERTS, JSON, "broken " + number + " 😀");
    }

    JsonNode first = get("/api/v1/dead-letters?limit=3");
    JsonNode second = get("/api/v1/dead-letters?limit=3&cursor=" + first.path("nextCursor").asText());

    assertThat(first.path("items")).extracting(letter -> letter.path("excerpt").asText())
        .containsExactly("broken 4 😀", "broken 3 😀", "broken 2 😀");
    assertThat(second.path("items")).hasSize(2);
    assertThat(second.path("nextCursor").isNull()).isTrue();
    HttpResponse<String> body =
        send(
            HttpRequest.newBuilder(
                uri("/api/v1/dead-letters/" + first.at("/items/0/id").asLong() + "/body")));
    assertThat(body.body()).isEqualTo("broken 4 😀");
    assertThat(body.headers().firstValue("Content-Disposition").orElse("")).startsWith("attachment");
  }

  @Test
  void the_number_of_letters_in_a_page_is_limited() throws Exception {
    assertThat(send(HttpRequest.newBuilder(uri("/api/v1/dead-letters?limit=201"))).statusCode())
        .isEqualTo(400);
  }

  @Test
  void the_good_events_of_a_batch_are_taken_once_and_the_bad_ones_named() throws Exception {
    String batch = recorded("cloudevents/04-batch.json");

    for (int times = 0; times < 2; times++) {
      HttpResponse<String> answer = post(EVENTS, BATCH, batch);

      assertThat(answer.statusCode()).isEqualTo(202);
      assertThat(json(answer).path("accepted").asInt()).as("a repeat counts as accepted").isEqualTo(3);
      assertThat(json(answer).path("rejectedCount").asInt()).isOne();
      assertThat(json(answer).at("/rejected/0/index").asInt()).isEqualTo(2);
      assertThat(json(answer).at("/rejected/0/reason").asText()).contains("com.example.other");
    }
    assertThat(windows.taken).hasSize(1);
    assertThat(intake.waitingAlerts(10, Set.of())).extracting(waiting -> waiting.alert().name())
        .containsExactly("Slow");
    assertThat(letters()).hasSize(1);
    assertThat(letter().path("reason").asText()).startsWith("1 items rejected, first [2]: type must be");
  }

  @Test
  void samples_of_one_event_are_taken_each_for_itself() throws Exception {
    String event = recorded("cloudevents/03-structured-samples.json").replace("0.02", "\"much\"");

    HttpResponse<String> answer = post(EVENTS, "application/cloudevents+json", event);

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(json(answer).at("/rejected/0/reason").asText()).isEqualTo("value must be a number");
    assertThat(windows.taken)
        .containsExactly(
            new Sample(
                ServiceName.of("crm-api"), "response-time", 41.5,
                Instant.parse("2026-11-20T18:15:00Z").toEpochMilli()));
  }

  @Test
  void events_of_which_none_is_good_are_a_problem_and_may_be_sent_again() throws Exception {
    HttpResponse<String> refused = post(EVENTS, BATCH, recorded("cloudevents/04-batch.json").replace("1.0", "0.3"));
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(json(refused).path("code").asText()).isEqualTo("no-good-event");
    assertThat(json(refused).path("rejectedCount").asInt()).isEqualTo(4);

    windows.closed = true;
    HttpResponse<String> busy = post(EVENTS, BATCH, recorded("cloudevents/04-batch.json"));
    assertThat(busy.statusCode()).isEqualTo(503);
    assertThat(json(busy).path("code").asText()).isEqualTo("busy");
    windows.closed = false;
    assertThat(post(EVENTS, BATCH, recorded("cloudevents/04-batch.json")).statusCode()).isEqualTo(202);
    assertThat(windows.taken).as("was not remembered as taken").hasSize(1);
    assertThat(intake.waitingAlerts(10, Set.of())).hasSize(1);

    HttpResponse<String> broken = post(EVENTS, BATCH, "[{");
    assertThat(broken.statusCode()).isEqualTo(400);
    assertThat(broken.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(post(EVENTS, "text/plain", "?").statusCode()).isEqualTo(415);
  }

  @Test
  void events_are_remembered_for_a_week() throws Exception {
    String event = recorded("cloudevents/02-structured-alert.json");
    post(EVENTS, "application/cloudevents+json", event);
    clock.advance(Duration.ofDays(7).minusSeconds(1));
    seen.prune();
    post(EVENTS, "application/cloudevents+json", event);
    assertThat(intake.waitingAlerts(10, Set.of())).hasSize(1);

    clock.advance(Duration.ofSeconds(2));
    seen.prune();
    post(EVENTS, "application/cloudevents+json", event);
    assertThat(intake.waitingAlerts(10, Set.of())).hasSize(2);
  }

  @Test
  void an_event_that_comes_on_several_ways_at_once_is_taken_once() throws Exception {
    String batch = recorded("cloudevents/04-batch.json");
    try (var senders = Executors.newFixedThreadPool(8)) {
      List<Future<HttpResponse<String>>> answers = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        answers.add(senders.submit(() -> post(EVENTS, BATCH, batch)));
      }
      for (Future<HttpResponse<String>> answer : answers) {
        assertThat(answer.get().statusCode()).isEqualTo(202);
      }
    }
    assertThat(windows.taken).hasSize(1);
    assertThat(intake.waitingAlerts(10, Set.of())).hasSize(1);
  }

  private JsonNode letter() throws Exception {
    return letters().get(0);
  }

  private JsonNode letters() throws Exception {
    return get("/api/v1/dead-letters").path("items");
  }

  private JsonNode get(String path) throws Exception {
    return json(send(HttpRequest.newBuilder(uri(path))));
  }

  private HttpResponse<String> post(String path, String type, String body) throws Exception {
    return send(request(path, type, BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder request(String path, String type, BodyPublisher body) {
    return HttpRequest.newBuilder(uri(path)).header("Content-Type", type).POST(body);
  }

  private HttpRequest.Builder request(String path, String type, byte[] gzip) {
    return request(path, type, BodyPublishers.ofByteArray(gzip)).header("Content-Encoding", "gzip");
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private JsonNode json(HttpResponse<String> answer) throws IOException {
    return mapper.readTree(answer.body());
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return packed.toByteArray();
  }

  private static String recorded(String file) throws IOException {
    return new String(recordedBytes(file), StandardCharsets.UTF_8);
  }

  private static byte[] recordedBytes(String file) throws IOException {
    try (var body = Objects.requireNonNull(IntakeTest.class.getResourceAsStream("/payloads/" + file))) {
      return body.readAllBytes();
    }
  }
}
