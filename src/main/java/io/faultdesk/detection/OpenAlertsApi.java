package io.faultdesk.detection;

import static java.util.Comparator.comparing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.faultdesk.detection.OpenAlerts.OpenAlert;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The alerts that are open, as Alertmanager 0.25 shows them, for {@code amtool} and Grafana. */
@RestController
@RequestMapping("/api/v2")
class OpenAlertsApi {

  /** The version of Alertmanager whose API this is; its clients choose by it what they may ask for. */
  private static final String VERSION = "0.25.0";

  /** What there is to configure is elsewhere; this is what Alertmanager would need to do likewise. */
  private static final String CONFIG = """
      route:
        receiver: %s
        group_by: ['alertname']
      receivers:
      - name: %1$s
      """.formatted(AlertQuery.RECEIVER);

  /** So many at once may go through all that is open; Alertmanager has a limit too, and answers 503 beyond it likewise. */
  private static final int AT_ONCE = 8;

  /** An answer that breaks off must not look like a whole one. */
  private final JsonFactory json = JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_CONTENT).build();

  private final Semaphore turns = new Semaphore(AT_ONCE);
  private final OpenAlerts open;
  private final Clock clock;
  private final Instant started;

  OpenAlertsApi(OpenAlerts open, Clock clock) {
    this.open = open;
    this.clock = clock;
    this.started = clock.instant();
  }

  @Operation(summary = "Lists open alerts as Alertmanager's API v2 does: filter, active, silenced, inhibited, receiver",
      parameters = @Parameter(name = "filter", description = "a condition such as service=\"crm-db\"; may be repeated"))
  @GetMapping("/alerts")
  void alerts(HttpServletRequest request, HttpServletResponse response) throws IOException {
    AlertQuery query = AlertQuery.of(request.getParameterMap());
    inTurn(response, () -> answer(response, writer -> open.each(query, writer.now(), writer::write)));
  }

  @Operation(
      summary = "Lists open alerts as Alertmanager's API v2 does, in the groups that are configured or else by alertname")
  @GetMapping("/alerts/groups")
  void groups(HttpServletRequest request, HttpServletResponse response) throws IOException {
    AlertQuery query = AlertQuery.of(request.getParameterMap());
    inTurn(response, () -> groups(query, response));
  }

  private void groups(AlertQuery query, HttpServletResponse response) throws IOException {
    Map<Map<String, String>, List<OpenAlert>> groups = new HashMap<>();
    open.each(query, clock.instant(),
        one -> groups.computeIfAbsent(open.groupOf(one), labels -> new ArrayList<>()).add(one));
    answer(response, writer -> {
      for (Map<String, String> labels : groups.keySet().stream().sorted(comparing(OpenAlertsApi::place)).toList()) {
        writer.writeGroup(labels, groups.getOrDefault(labels, List.of()));
      }
    });
  }

  private static String place(Map<String, String> labels) {
    return new TreeMap<>(labels).toString();
  }

  @Operation(summary = "Tells what an Alertmanager tells of itself")
  @GetMapping("/status")
  Map<String, Object> status() {
    return Map.of(
        "cluster", Map.of("peers", List.of(), "status", "disabled"),
        "config", Map.of("original", CONFIG),
        "uptime", started.toString(),
        "versionInfo", Map.of("version", VERSION, "branch", "faultdesk", "revision", "", "buildDate", "", "buildUser",
            "", "goVersion", ""));
  }

  @Operation(summary = "Names the one receiver there is")
  @GetMapping("/receivers")
  List<Map<String, String>> receivers() {
    return List.of(Map.of("name", AlertQuery.RECEIVER));
  }

  @ExceptionHandler
  ResponseEntity<String> onBadQuery(IllegalArgumentException bad) {
    char[] message = JsonStringEncoder.getInstance().quoteAsString(String.valueOf(bad.getMessage()));
    return ResponseEntity.status(HttpStatus.BAD_REQUEST).contentType(MediaType.APPLICATION_JSON)
        .body("\"" + new String(message) + "\"");
  }

  private void inTurn(HttpServletResponse response, Answering answering) throws IOException {
    if (!turns.tryAcquire()) {
      response.setHeader(HttpHeaders.RETRY_AFTER, "5");
      response.sendError(HttpStatus.SERVICE_UNAVAILABLE.value());
      return;
    }
    try {
      answering.answer();
    } finally {
      turns.release();
    }
  }

  /** Writes an answer. */
  @FunctionalInterface
  private interface Answering {
    void answer() throws IOException;
  }

  /** Writes a list while it is made. */
  private void answer(HttpServletResponse response, ListWriter list) throws IOException {
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    try (JsonGenerator generator = json.createGenerator(response.getOutputStream())) {
      generator.writeStartArray();
      list.write(new AlertWriter(generator, clock.instant()));
      generator.writeEndArray();
    }
  }

  /** Writes the elements of a list. */
  @FunctionalInterface
  private interface ListWriter {
    void write(AlertWriter writer) throws IOException;
  }
}
