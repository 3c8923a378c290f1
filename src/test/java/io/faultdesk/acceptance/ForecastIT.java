package io.faultdesk.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** What the shipped model foresees, from the samples to the people's tasks, and how it is held to it. */
class ForecastIT extends WholeApp {

  private static final DateTimeFormatter ENGINE_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXX");
  private static final Path MODELS = temporaryFolder();
  private static final List<String> INDICATORS = List.of("waiting", "threads", "open-files", "retries");

  private final Random random = new Random(5);

  @DynamicPropertySource
  static void often(DynamicPropertyRegistry registry) {
    registry.add("faultdesk.prediction.dir", MODELS::toString);
    registry.add("faultdesk.prediction.every", () -> "200ms");
    registry.add("faultdesk.prediction.look", () -> "200ms");
    registry.add("faultdesk.indicator.store-every", () -> "200ms");
  }

  @BeforeAll
  static void ship() throws Exception {
    Files.copy(Path.of("ml-models/faults.json"), MODELS.resolve("faults.json"));
  }

  @Test
  void a_fault_is_foreseen_prevented_or_comes_and_the_model_is_held_to_it() {
    quietHour("shop-orders");
    JsonNode quiet = learnt("shop-orders");
    assertThat(quiet.get("probability").asDouble()).isLessThan(quiet.get("threshold").asDouble());
    assertThat(quiet.get("certainty").asText()).isEqualTo("unlikely");

    String number = goWrong("shop-orders");
    JsonNode incident = incident(number);
    assertThat(incident.get("phase").asText()).isEqualTo("prevention");
    JsonNode finding = incident.at("/findings/0");
    assertThat(finding.get("source").asText()).isEqualTo("forecast");
    assertThat(finding.at("/evidence/probability").asDouble()).isGreaterThan(quiet.get("threshold").asDouble());
    assertThat(finding.at("/evidence/contributions/0/meaning").asText()).isNotEmpty();
    assertThat(finding.at("/evidence/deviations").findValuesAsText("indicator")).containsAnyElementsOf(INDICATORS);
    Instant due = OffsetDateTime.parse(task(number, "prevent").get("due").asText(), ENGINE_TIME).toInstant();
    assertThat(due).as("half an hour ahead").isCloseTo(
        Instant.parse(incident.get("openedAt").asText()).plus(Duration.ofMinutes(30)), within(1, ChronoUnit.SECONDS));
    assertThat(alarms("shop-orders")).singleElement()
        .satisfies(alarm -> {
          assertThat(alarm.get("cameTrue").isNull()).isTrue();
          assertThat(alarm.get("incident").isNull()).isTrue();
          assertThat(alarm.get("forecastIncident").asText()).isEqualTo(number);
        });

    monitor.post("/api/v2/alerts", List.of(Map.of(
        "labels", Map.of("alertname", "Down", "service", "shop-orders"), "startsAt", clock.instant().toString())))
        .expect(200);
    eventually(() -> assertThat(incident(number).at("/closure/reason").asText()).isEqualTo("duplicate"));
    String fault = ofService("shop-orders");
    assertThat(fault).isNotEqualTo(number);
    assertThat(timeline(fault)).contains("foreseen");
    clock.advance(Duration.ofMinutes(2));
    JsonNode settled = eventually(() -> {
      JsonNode alarm = alarms("shop-orders").getFirst();
      assertThat(alarm.get("cameTrue").asBoolean()).isTrue();
      return alarm;
    });
    assertThat(settled.get("incident").asText()).isEqualTo(fault);
    assertThat(settled.get("forecastIncident").asText()).isEqualTo(number);
    assertThat(liNa.get("/api/v1/models").expect(200).json().at("/active/right/cameTrue").asInt()).isEqualTo(1);

    assertThat(replayed("shop-orders")).as("a replay is told what was foreseen then")
        .anyMatch(key -> key.startsWith("shop-orders/fault-foreseen"));
  }

  @Test
  void models_come_in_force_are_checked_and_can_be_switched_off() throws Exception {
    String shipped = Files.readString(MODELS.resolve("faults.json"));
    String first = version();
    Files.writeString(MODELS.resolve("faults.json"),
        shipped.replaceFirst("\"threshold\" : [0-9.]+", "\"threshold\" : 2"));
    JsonNode broken = eventually(() -> {
      JsonNode error = models().get("lastError");
      assertThat(error.isNull()).isFalse();
      return error;
    });
    assertThat(broken.get("detail").asText()).contains("faults.json").contains("threshold");
    assertThat(version()).isEqualTo(first);

    Files.writeString(MODELS.resolve("faults.json"),
        shipped.replaceFirst("\"threshold\" : [0-9.]+", "\"threshold\" : 0.9"));
    eventually(() -> assertThat(version()).isNotEqualTo(first));
    liNa.post("/api/v1/models/" + first + "/activate", Map.of()).expect(403);
    JsonNode back = admin.post("/api/v1/models/" + first + "/activate", Map.of()).expect(200).json();
    assertThat(back.at("/active/version").asText()).isEqualTo(first);
    assertThat(back.at("/active/activatedBy").asText()).isEqualTo("admin");
    assertThat(back.at("/active/task").asText()).isEqualTo("detect");
    admin.post("/api/v1/models/0123456789abcdef/activate", Map.of()).expect(404);

    quietHour("shop-files");
    learnt("shop-files");
    monitor.put("/api/v1/models/mode", Map.of("mode", "off")).expect(403);
    liNa.put("/api/v1/models/mode", Map.of("mode", "sometimes")).expect(400);
    liNa.put("/api/v1/models/mode", Map.of()).expect(400);
    assertThat(models().get("modeSince").isNull()).as("nobody has moved it").isTrue();
    liNa.put("/api/v1/models/mode", Map.of("mode", "off")).expect(200);
    assertThat(models().get("mode").asText()).isEqualTo("off");
    assertThat(models().get("modeBy").asText()).isEqualTo("li.na");
    assertThat(Instant.parse(models().get("modeSince").asText())).isBeforeOrEqualTo(clock.instant());
    assertThat(liNa.get("/api/v1/services/shop-files/forecast").expect(404).json().get("detail").asText())
        .contains("switched off");
    liNa.put("/api/v1/models/mode", Map.of("mode", "live")).expect(200);
    Client.stranger(base()).get("/api/v1/models").expect(401);
  }

  /** Keys of what the rules in force find of that service when the last hour is replayed. */
  private List<String> replayed(String service) {
    Map<String, Object> hour = Map.of(
        "from", clock.instant().minus(Duration.ofHours(1)).toString(), "to", clock.instant().toString());
    String run = admin.post("/api/v1/rules/replays", hour).expect(202).json().get("id").asText();
    JsonNode rows = eventually(() -> {
      JsonNode answer = admin.get("/api/v1/rules/replays/" + run).expect(200).json();
      assertThat(answer.get("state").asText()).isEqualTo("done");
      return answer.at("/result/rows");
    });
    return rows.findValuesAsText("key").stream().filter(key -> key.startsWith(service + "/")).toList();
  }

  private JsonNode models() {
    return liNa.get("/api/v1/models").expect(200).json();
  }

  private String version() {
    return models().at("/active/version").asText();
  }

  private List<JsonNode> alarms(String service) {
    List<JsonNode> alarms = new ArrayList<>();
    liNa.get("/api/v1/forecasts?service=" + service).expect(200).json().get("items").forEach(alarms::add);
    return alarms;
  }

  private void quietHour(String service) {
    List<String> lines = new ArrayList<>();
    for (Instant time = clock.instant().minus(Duration.ofMinutes(58)); time.isBefore(clock.instant()); time =
        time.plusSeconds(20)) {
      lines.addAll(lines(service, time, 50));
    }
    monitor.postNdjson("/api/v1/samples", String.join("\n", lines)).expect(202);
  }

  /** What is foreseen once it is known what is usual, which is tried once a minute. */
  private JsonNode learnt(String service) {
    return eventually(() -> {
      clock.advance(Duration.ofSeconds(2));
      return liNa.get("/api/v1/services/" + service + "/forecast").expect(200).json();
    });
  }

  /** Far from what is usual, and of no interest to any rule, until there is an incident; its number. */
  private String goWrong(String service) {
    return eventually(() -> {
      clock.advance(Duration.ofSeconds(10));
      monitor.postNdjson("/api/v1/samples", String.join("\n", lines(service, clock.instant(), 400))).expect(202);
      JsonNode incidents = liNa.get("/api/v1/incidents?service=" + service).expect(200).json().get("items");
      assertThat(incidents).isNotEmpty();
      return incidents.get(0).get("number").asText();
    });
  }

  private List<String> lines(String service, Instant time, double level) {
    return INDICATORS.stream().map(indicator -> """
        {"service":"%s","indicator":"%s","value":%s,"time":"%s"}"""
        .formatted(service, indicator, level + random.nextGaussian(), time)).toList();
  }
}
