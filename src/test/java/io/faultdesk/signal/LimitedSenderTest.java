package io.faultdesk.signal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.faultdesk.testing.HandClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Every sender that is asked to wait hears it in its own format, and nothing it sent is kept, not even as a dead letter. */
@SpringBootTest(
    classes = SignalSlice.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "spring.datasource.url=jdbc:h2:mem:limited",
      "faultdesk.signal.max-backlog=5",
      "faultdesk.signal.rate.requests=1",
      "faultdesk.signal.rate.burst=2s",
      "faultdesk.signal.series[0].metric=crm_response_time_seconds",
      "faultdesk.signal.series[0].indicator=response-time"
    })
class LimitedSenderTest {

  @LocalServerPort private int port;
  @Autowired private SignalSlice.Windows windows;
  @Autowired private Backlog backlog;
  @Autowired private HandClock clock;
  @Autowired private JdbcClient jdbc;
  @Autowired private ObjectMapper mapper;

  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeEach
  void begin() {
    jdbc.sql("DELETE FROM alert_inbox").update();
    jdbc.sql("DELETE FROM dead_letter").update();
    backlog.count();
    windows.taken.clear();
    clock.advance(Duration.ofMinutes(1));
  }

  @AfterEach
  void close() {
    http.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/samples, application/json, , /code, busy",
    "/api/v1/samples, application/x-ndjson, , /code, busy",
    "/api/v1/samples, text/plain, , /code, busy",
    "/api/v1/write, application/x-protobuf, remote_write/01-samples.bin, /code, busy",
    "/api/v2/alerts, application/json, prometheus-direct/01-firing-batch.json, /code, 503",
    "/api/v2/alerts, text/plain, , /code, 503",
    "/api/v1/intake/alertmanager, application/json, alertmanager/01-firing-single.json, /code, 503",
    "/api/v1/intake/nagios, application/json, nagios/05-service-recovery.json, /code, busy",
    "/api/v1/intake/zabbix, application/json, zabbix/01-problem.json, /code, busy",
    "/api/v1/intake/cloudevents, application/cloudevents-batch+json, cloudevents/04-batch.json, /code, busy",
    "/v2/change/enqueue, application/json, pagerduty/01-change.json, /status, unavailable",
    "/v2/enqueue, application/json, , /status, unavailable"
  })
  void a_sender_of_too_much_is_asked_to_wait(String route, String type, String file, String pointer, String word)
      throws Exception {
    post("/api/v2/alerts", "application/json", "[]".getBytes());
    assertThat(post("/api/v2/alerts", "application/json", "[]".getBytes()).statusCode()).isEqualTo(200);

    HttpResponse<String> answer = post(route, type, body(file));

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(json(answer).at(pointer).asText()).isEqualTo(word);
    assertThat(answer.headers().firstValue("Retry-After")).contains("1");
    assertThat(answer.headers().firstValue("RateLimit").orElse("")).contains("\"requests\";r=0;t=2");
    assertThat(windows.taken).isEmpty();
    assertThat(rows("alert_inbox")).isZero();
    assertThat(rows("dead_letter")).isZero();

    clock.advance(Duration.ofSeconds(1));
    assertThat(post(route, type, body(file)).statusCode()).isNotEqualTo(503);
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v2/alerts, prometheus-direct/01-firing-batch.json, /code, 503",
    "/api/v1/intake/alertmanager, alertmanager/01-firing-single.json, /code, 503",
    "/api/v1/intake/nagios, nagios/05-service-recovery.json, /code, busy",
    "/api/v1/intake/zabbix, zabbix/01-problem.json, /code, busy",
    "/v2/enqueue, , /status, unavailable"
  })
  void too_long_a_backlog_asks_every_sender_to_wait_and_loses_nothing(
      String route, String file, String pointer, String word) throws Exception {
    byte[] trigger = """
        {"event_action":"trigger","dedup_key":"db","payload":{"summary":"full","source":"db","severity":"error"}}
        """.getBytes();
    byte[] body = file == null ? trigger : body(file);
    int before = -1;
    HttpResponse<String> answer;
    do {
      clock.advance(Duration.ofSeconds(2));
      assertThat(stored()).isGreaterThan(before);
      before = stored();
      answer = post(route, "application/json", body);
    } while (answer.statusCode() < 300);

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(json(answer).at(pointer).asText()).isEqualTo(word);
    assertThat(answer.headers().firstValue("Retry-After")).contains("5");
    assertThat(stored()).isEqualTo(before).isGreaterThanOrEqualTo(5);
    assertThat(rows("dead_letter")).isZero();
  }

  private int stored() {
    return jdbc.sql("SELECT COALESCE(SUM(size), 0) FROM alert_inbox").query(Integer.class).single();
  }

  private int rows(String table) {
    return jdbc.sql("SELECT COUNT(*) FROM " + table).query(Integer.class).single();
  }

  private HttpResponse<String> post(String route, String type, byte[] body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + route))
            .header("Content-Type", type)
            .POST(BodyPublishers.ofByteArray(body));
    if (type.contains("protobuf")) {
      request.header("Content-Encoding", "snappy");
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private JsonNode json(HttpResponse<String> answer) throws IOException {
    return mapper.readTree(answer.body());
  }

  private static byte[] body(String file) throws IOException {
    if (file == null) {
      return "broken".getBytes();
    }
    try (var body = Objects.requireNonNull(LimitedSenderTest.class.getResourceAsStream("/payloads/" + file))) {
      return body.readAllBytes();
    }
  }
}
