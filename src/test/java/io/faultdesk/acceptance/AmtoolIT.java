package io.faultdesk.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.test.context.TestPropertySource;

/** Alertmanager's own command line works against Faultdesk, and what it is shown has the form that Alertmanager gives it. */
// a server of its own: amtool goes by the machine's clock, which other tests leave behind
@TestPropertySource(properties = "spring.application.name=amtool")
class AmtoolIT extends WholeApp {

  private static final Path AMTOOL = Path.of("/usr/bin/amtool");
  private static final Path ALERTMANAGER = Path.of("/usr/bin/prometheus-alertmanager");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String host = "host-" + UUID.randomUUID();

  @TempDir private Path folder;
  private Process alertmanager;

  @BeforeAll
  static void findPrograms() {
    boolean must = "true".equals(System.getenv("CI"));
    assumeTrue(must || Files.isExecutable(AMTOOL), "there is no " + AMTOOL + " (prometheus-alertmanager) to test with");
  }

  @AfterEach
  void stopAlertmanager() throws InterruptedException {
    if (alertmanager != null) {
      alertmanager.destroy();
      alertmanager.waitFor();
    }
  }

  @Test
  void an_alert_is_added_and_found_by_its_labels() throws Exception {
    amtool("alert", "add", "DiskFull", "service=" + host, "severity=critical", "--annotation=summary=磁盘已满");
    JsonNode alert = eventually(() -> {
      JsonNode found = query("service=" + host);
      assertThat(found).hasSize(1);
      return found.get(0);
    });
    assertThat(alert.at("/annotations/summary").asText()).isEqualTo("磁盘已满");
    assertThat(alert.at("/status/state").asText()).isEqualTo("active");
    assertThat(query("DiskFull", "service=" + host)).as("a first word is the alert's name").hasSize(1);
    assertThat(query("service=~" + host.substring(0, 20) + ".*", "severity!=\"warning\"")).hasSize(1);
    assertThat(query("service=" + host, "severity=warning")).isEmpty();
    assertThat(query("--active", "service=" + host)).hasSize(1);
    assertThat(query("--silenced", "service=" + host)).isEmpty();
    assertThat(query("--inhibited", "service=" + host)).isEmpty();
    assertThat(query("--receiver=nobody", "service=" + host)).isEmpty();
    assertThat(amtool("alert", "query", "service=" + host)).contains("DiskFull", "active");
    assertThat(amtool("-o", "extended", "alert", "query", "service=" + host)).contains("service=\"" + host + "\"");
  }

  @Test
  void a_silence_mutes_is_changed_and_ended() throws Exception {
    String id =
        amtool("silence", "add", "service=" + host, "alertname=~\"Disk.*\"", "--author=petra", "--comment=disk swap",
            "--start=" + at(Duration.ZERO), "--end=" + at(Duration.ofHours(2))).strip();
    amtool("alert", "add", "DiskFull", "service=" + host, "severity=critical");
    JsonNode muted = eventually(() -> {
      JsonNode found = query("--silenced", "service=" + host);
      assertThat(found).hasSize(1);
      return found.get(0);
    });
    assertThat(muted.at("/status/state").asText()).isEqualTo("suppressed");
    assertThat(muted.at("/status/silencedBy/0").asText()).isEqualTo(id);
    assertThat(query("service=" + host)).as("amtool asks for active ones").isEmpty();
    assertThat(items("/api/v1/incidents?service=" + host)).isEmpty();
    assertThat(items("/api/v1/muted-findings?service=" + host).at("/0/reasons/0/text").asText())
        .startsWith("silenced by li.na for petra until ").endsWith(": disk swap (silence " + id + ")");

    assertThat(silences("service=" + host).findValuesAsText("id")).containsExactly(id);
    assertThat(amtool("silence", "query", "service=" + host)).contains(id, "petra", "disk swap");
    assertThat(amtool("silence", "update", id, "--comment=until tomorrow", "--end=" + at(Duration.ofHours(20))))
        .contains(id);
    assertThat(silences("service=" + host).at("/0/comment").asText()).isEqualTo("until tomorrow");

    amtool("silence", "expire", id);
    ofService(host);
    assertThat(query("service=" + host)).hasSize(1);
    JsonNode over = silences("--expired", "service=" + host).get(0);
    assertThat(over.at("/status/state").asText()).isEqualTo("expired");
    assertThat(liNa.get("/api/v1/silences/" + id).expect(200).json().get("changes")).hasSize(3);
  }

  @Test
  void silences_are_exported_and_imported() throws Exception {
    String id = amtool("silence", "add", "service=" + host, "--comment=disk swap", "--start=" + at(Duration.ofHours(1)),
        "--end=" + at(Duration.ofHours(2))).strip();
    JsonNode exported = silences("service=" + host);
    assertThat(exported.at("/0/status/state").asText()).isEqualTo("pending");
    ((ObjectNode) exported.get(0)).put("id", UUID.randomUUID().toString());
    Path file = Files.writeString(folder.resolve("silences.json"), exported.toString());
    amtool("silence", "import", file.toString());
    List<String> both = silences("service=" + host).findValuesAsText("id");
    assertThat(both).hasSize(2).contains(id);
    amtool("silence", "expire", both.get(0), both.get(1));
  }

  @Test
  void what_would_mute_everything_is_refused_with_the_reason() throws Exception {
    Run refused = run("silence", "add", "alertname=~\".+\"", "--comment=quiet please", "--start=" + at(Duration.ZERO),
        "--end=" + at(Duration.ofHours(1)));
    assertThat(refused.code()).isNotZero();
    assertThat(refused.errors()).contains("too wide", "hold for any value");
    Run endless = run("silence", "add", "service=" + host, "--comment=for ever", "--start=" + at(Duration.ZERO),
        "--end=" + at(Duration.ofDays(365)));
    assertThat(endless.errors()).contains("at most 30 days");
    assertThat(run("silence", "expire", UUID.randomUUID().toString()).errors()).contains("404");
  }

  @Test
  void a_token_opens_the_door_as_well() throws Exception {
    String token = admin.post("/api/v1/tokens", Map.of("name", "amtool", "scopes", List.of("read"))).expect(201).json()
        .get("token").asText();
    Path file = Files.writeString(folder.resolve("http.yml"), "authorization: {credentials: " + token + "}\n");
    Process process =
        new ProcessBuilder(AMTOOL.toString(), "--alertmanager.url=" + base(), "--http.config.file=" + file,
            "silence", "query").redirectErrorStream(true).redirectOutput(folder.resolve("out").toFile()).start();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(folder.resolve("out"))).isZero();
  }

  @Test
  void the_configuration_is_shown() throws Exception {
    assertThat(amtool("config", "show")).contains("receiver: faultdesk");
    assertThat(amtool("config", "routes", "test", "service=" + host)).contains("faultdesk");
  }

  @Test
  void who_may_only_read_silences_nothing() {
    Client reader = token("read");
    String body =
        "{\"matchers\":[{\"name\":\"service\",\"value\":\"%s\",\"isRegex\":false}],\"startsAt\":\"%s\",\"endsAt\":\"%s\","
            .formatted(host, at(Duration.ZERO), at(Duration.ofHours(1))) + "\"createdBy\":\"x\",\"comment\":\"y\"}";
    for (String path : List.of("status", "receivers", "alerts", "alerts/groups", "silences")) {
      reader.get("/api/v2/" + path).expect(200);
      token("intake").get("/api/v2/" + path).expect(403);
      Client.stranger(base()).get("/api/v2/" + path).expect(401);
    }
    // Grafana would take a server that knows this address for another program
    reader.get("/alertmanager/api/v2/status").expect(404);
    reader.post("/api/v2/silences", body).expect(403);
    reader.post("/api/v1/silences/preview", "{\"matchers\":[\"service=" + host + "\"]}").expect(200);
    Client operator = token("operate");
    String id = operator.post("/api/v2/silences", body).expect(200).json().get("silenceID").asText();
    reader.get("/api/v2/silence/" + id).expect(200);
    reader.delete("/api/v2/silence/" + id).expect(403);
    reader.delete("/api/v1/silences/" + id).expect(403);
    operator.delete("/api/v2/silence/" + id).expect(200);
    Map<String, Object> everything = Map.of("matchers", List.of("alertname=~\".+\""), "reason", "drill",
        "endsAt", at(Duration.ofHours(1)), "force", true);
    operator.post("/api/v1/silences", everything).expect(400);
    liNa.post("/api/v1/silences", everything).expect(400);
    String all = admin.post("/api/v1/silences", everything).expect(201).json().get("id").asText();
    admin.delete("/api/v1/silences/" + all).expect(204);
  }

  @Test
  void everything_has_the_form_that_alertmanager_gives_it() throws Exception {
    Client theirs = startAlertmanager();
    String alert =
        "[{\"labels\":{\"alertname\":\"Slow\",\"service\":\"%s\"},\"annotations\":{\"a\":\"b\"}}]".formatted(host);
    String silence =
        "{\"matchers\":[{\"name\":\"service\",\"value\":\"%s\",\"isRegex\":false}],\"startsAt\":\"%s\",\"endsAt\":\"%s\","
            .formatted(host, at(Duration.ZERO), at(Duration.ofHours(1))) + "\"createdBy\":\"li.na\",\"comment\":\"y\"}";
    for (Client either : List.of(theirs, liNa)) {
      either.post("/api/v2/silences", silence).expect(200);
      either.post("/api/v2/alerts", alert).expect(200);
      String filter = "?filter=service%3D%22" + host + "%22";
      eventually(() -> assertThat(either.get("/api/v2/alerts" + filter).expect(200).json()).hasSize(1));
    }
    for (String path : List.of("status", "receivers", "alerts", "alerts/groups", "silences")) {
      String filter = path.equals("status") || path.equals("receivers") ? "" : "?filter=service%3D%22" + host + "%22";
      assertThat(shape(liNa.get("/api/v2/" + path + filter).expect(200).json())).as(path)
          .isEqualTo(shape(theirs.get("/api/v2/" + path + filter).expect(200).json()));
    }
    String ours = "/api/v2/alerts?filter=service%3D%22" + host + "%22";
    assertThat(liNa.get(ours).json().at("/0/fingerprint")).isEqualTo(theirs.get(ours).json().at("/0/fingerprint"));
    for (String wrong : List.of("", "{", "{}", "{\"matchers\":[]}", silence.replace("isRegex", "isOdd"),
        silence.replace(host, ""), silence.replace("\"service\"", "\"1a\""), silence.replace("\"20", "\"19"))) {
      Client.Answer expected = theirs.post("/api/v2/silences", wrong);
      Client.Answer answer = liNa.post("/api/v2/silences", wrong);
      assertThat(answer.status()).as(wrong).isEqualTo(expected.status());
      assertThat(shape(answer.json())).as(wrong).isEqualTo(shape(expected.json()));
    }
    for (String path : List.of("silence/none", "alerts?filter=%7Ba", "silences?filter=%7Ba",
        "alerts/groups?filter=%7Ba")) {
      Client.Answer expected = theirs.get("/api/v2/" + path);
      Client.Answer answer = liNa.get("/api/v2/" + path);
      assertThat(answer.status()).as(path).isEqualTo(expected.status());
      assertThat(answer.text().strip()).as(path).isEqualTo(expected.text().strip());
    }
    String unknown = "/api/v2/silence/" + UUID.randomUUID();
    assertThat(liNa.get(unknown).status()).isEqualTo(theirs.get(unknown).status());
    assertThat(shape(admin.put("/api/v2/silences", Map.of()).expect(405).json()))
        .isEqualTo(shape(theirs.put("/api/v2/silences", Map.of()).expect(405).json()));
  }

  private Client startAlertmanager() throws IOException {
    assertThat(ALERTMANAGER).isExecutable();
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Path config = Files.writeString(folder.resolve("am.yml"),
        "route: {receiver: faultdesk, group_by: [alertname]}\nreceivers: [{name: faultdesk}]\n");
    alertmanager = new ProcessBuilder(ALERTMANAGER.toString(), "--config.file=" + config, "--cluster.listen-address=",
        "--storage.path=" + folder.resolve("am"), "--web.listen-address=127.0.0.1:" + port)
        .redirectErrorStream(true).redirectOutput(folder.resolve("am.log").toFile()).start();
    Client client = Client.stranger("http://127.0.0.1:" + port);
    await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> client.get("/api/v2/status").status() == 200);
    return client;
  }

  /** Names of fields and kinds of values. */
  private static Object shape(JsonNode json) {
    if (json.isObject()) {
      Map<String, Object> fields = new TreeMap<>();
      json.properties().forEach(field -> fields.put(field.getKey(), shape(field.getValue())));
      return fields;
    }
    if (json.isArray()) {
      TreeSet<String> kinds = new TreeSet<>();
      json.forEach(element -> kinds.add(shape(element).toString()));
      return kinds;
    }
    return json.getNodeType();
  }

  private Client token(String scope) {
    String token = admin.post("/api/v1/tokens", Map.of("name", "am", "scopes", List.of(scope))).expect(201).json()
        .get("token").asText();
    return Client.stranger(base()).with("Authorization", "Bearer " + token);
  }

  private JsonNode items(String path) {
    return liNa.get(path).expect(200).json().get("items");
  }

  private String at(Duration fromNow) {
    return clock.instant().plus(fromNow).truncatedTo(ChronoUnit.MILLIS).toString();
  }

  private JsonNode query(String... arguments) throws Exception {
    return listed("alert", arguments);
  }

  private JsonNode silences(String... arguments) throws Exception {
    return listed("silence", arguments);
  }

  private JsonNode listed(String what, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("-o", "json", what, "query"));
    all.addAll(List.of(arguments));
    return JSON.readTree(amtool(all.toArray(String[]::new)));
  }

  /** What it prints when all goes well. */
  private String amtool(String... arguments) throws Exception {
    Run run = run(arguments);
    assertThat(run.code()).as(run.errors()).isZero();
    return run.output();
  }

  private Run run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(
        List.of(AMTOOL.toString(), "--alertmanager.url=" + base().replace("://", "://li.na:secret@")));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(folder, "amtool", ".out");
    Path errors = Files.createTempFile(folder, "amtool", ".err");
    Process process =
        new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("amtool ends").isTrue();
    return new Run(process.exitValue(), Files.readString(output), Files.readString(errors, StandardCharsets.UTF_8));
  }

  /** How it went. */
  private record Run(int code, String output, String errors) {}
}
