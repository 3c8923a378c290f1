package io.faultdesk.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.faultdesk.acceptance.Client.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The calls that Camunda Modeler makes to deploy and start a diagram, in its order and with its headers. */
class ModelerFlowIT extends WholeApp {

  private static final String BOUNDARY = "----formdata-modeler-0123456789";
  private static final String PROBE = "/engine-rest/deployment?maxResults=0";
  private static final String DRAWN = """
      <?xml version="1.0" encoding="UTF-8"?>
      <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
          xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="t">
        <bpmn:process id="%s" name="画出来的 🖍" isExecutable="true" camunda:historyTimeToLive="P30D">
          <bpmn:startEvent id="start"><bpmn:outgoing>f</bpmn:outgoing></bpmn:startEvent>
          <bpmn:sequenceFlow id="f" sourceRef="start" targetRef="end"/>
          <bpmn:endEvent id="end"><bpmn:incoming>f</bpmn:incoming></bpmn:endEvent>
        </bpmn:process>
      </bpmn:definitions>
      """;

  private Client stranger;
  private Client modeler;

  @DynamicPropertySource
  static void lookAtTheFolderOften(DynamicPropertyRegistry registry) {
    registry.add("faultdesk.processes.poll", () -> "100ms");
  }

  @BeforeEach
  void openModeler() {
    stranger = Client.stranger(base()).with("Accept", "application/json");
    modeler = user("priya").with("Accept", "application/json");
    eventually(() -> modeler.get(PROBE).expect(200));
  }

  @Test
  void the_address_is_probed_without_credentials_and_answers_a_plain_401() {
    for (String path : new String[]{PROBE, "/engine-rest", "/engine-rest/version", "/engine-rest/engine"}) {
      Answer answer = stranger.get(path).expect(401);
      assertThat(answer.headers()).doesNotContainKey("location");
      assertThat(answer.text()).doesNotContain("<html");
    }
  }

  @Test
  void wrong_credentials_are_told_from_right_ones() {
    Client.user(base(), "priya", "wrong").get(PROBE).expect(401);
    Client.user(base(), "who.is.that", "secret").get(PROBE).expect(401);
    eventually(() -> modeler.get(PROBE).expect(200));
    assertThat(modeler.get("/engine-rest/version").expect(200).json().get("version").asText()).startsWith("7.24");
  }

  @Test
  void only_modelers_deploy() {
    deploy(stranger, "stranger", drawn("stranger")).expect(401);
    Answer refused = deploy(liNa.with("Accept", "application/json"), "staff", drawn("staff")).expect(403);
    assertThat(refused.json().get("message").asText()).isNotBlank();
    assertThat(admin.get("/engine-rest/process-definition?keysIn=stranger,staff").expect(200).json()).isEmpty();
  }

  @Test
  void the_same_file_again_is_the_same_deployment() {
    JsonNode first = deploy(modeler, "Drawn", drawn("drawn")).expect(200).json();
    assertThat(first.get("deployedProcessDefinitions")).hasSize(1);
    assertThat(first.at("/deployedProcessDefinitions").elements().next().get("name").asText()).isEqualTo("画出来的 🖍");
    JsonNode second = deploy(modeler, "Drawn", drawn("drawn")).expect(200).json();
    assertThat(second.get("id")).isEqualTo(first.get("id"));
    assertThat(second.get("deployedProcessDefinitions").isNull()).isTrue();
  }

  @Test
  void who_may_draw_may_not_start_by_hand() {
    deploy(modeler, "Drawn", drawn("unstarted")).expect(200);
    modeler.post("/engine-rest/process-definition/key/unstarted/start", Map.of()).expect(403);
  }

  @Test
  void what_is_wrong_with_a_diagram_is_said_in_a_400() {
    String good = DRAWN.formatted("faulty");
    assertThat(refusal("cut.bpmn", good.replace("</bpmn:process>", ""))).contains("cut.bpmn");
    assertThat(refusal("loose.bpmn", good.replace("targetRef=\"end\"", "targetRef=\"elsewhere\"")))
        .contains("loose.bpmn", "elsewhere");
    assertThat(refusal("forever.bpmn", good.replace(" camunda:historyTimeToLive=\"P30D\"", "")))
        .contains("forever.bpmn").containsIgnoringCase("time to live");
    assertThat(refusal("text.bpmn", "this is no diagram")).contains("text.bpmn");
    assertThat(admin.get("/engine-rest/process-definition?key=faulty").expect(200).json()).isEmpty();
  }

  @Test
  void links_fall_back_to_where_cockpit_is() {
    stranger.get("/.well-known/camunda-automation-platform/webapps").expect(401);
    assertThat(Client.stranger(base()).get("/camunda/app/cockpit/default/").expect(200).text()).contains("<html");
  }

  @Test
  void what_a_modeler_deployed_stays_while_the_folder_is_unchanged() {
    Map<String, String> files = folder();
    files.computeIfPresent("incident-response.bpmn", (name, text) -> text.replaceFirst(
        "(<bpmn:process id=\"incident-response\" name=\")", "$1Redrawn: "));
    deploy(modeler, "Incident response", files).expect(200);
    await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(20)).untilAsserted(
        () -> assertThat(latest("incident-response").get("name").asText()).startsWith("Redrawn: "));

    String number = report(Map.of("title", "After the redrawing"));
    task(number, "diagnose");
    String instance = incident(number).get("processInstanceId").asText();
    String definition = admin.get("/engine-rest/process-instance/" + instance).expect(200).json().get("definitionId")
        .asText();
    assertThat(definition).isEqualTo(latest("incident-response").get("id").asText());
  }

  private JsonNode latest(String key) {
    return admin.get("/engine-rest/process-definition/key/" + key).expect(200).json();
  }

  private String refusal(String file, String diagram) {
    JsonNode said = deploy(modeler, file, Map.of(file, diagram)).expect(400).json();
    assertThat(said.get("type").asText()).isNotBlank();
    assertThat(said.get("message").asText()).doesNotContain("\tat ");
    return said.get("message").asText();
  }

  private static Map<String, String> drawn(String key) {
    return Map.of(key + ".bpmn", DRAWN.formatted(key));
  }

  private static Map<String, String> folder() {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> paths = Files.list(Path.of("processes"))) {
      for (Path path : paths.filter(path -> path.toString().matches(".+\\.(bpmn|dmn|form)")).toList()) {
        files.put(path.getFileName().toString(), Files.readString(path));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  private static Answer deploy(Client client, String name, Map<String, String> files) {
    StringBuilder body = new StringBuilder();
    field(body, "deployment-name", name);
    field(body, "deployment-source", "Camunda Modeler");
    field(body, "enable-duplicate-filtering", "true");
    files.forEach((file, content) -> body.append("--").append(BOUNDARY)
        .append("\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n".formatted(file, file))
        .append("Content-Type: text/xml\r\n\r\n").append(content).append("\r\n"));
    body.append("--").append(BOUNDARY).append("--\r\n");
    return client.postMultipart("/engine-rest/deployment/create", BOUNDARY, body.toString());
  }

  private static void field(StringBuilder body, String name, String value) {
    body.append("--").append(BOUNDARY).append("\r\nContent-Disposition: form-data; name=\"").append(name)
        .append("\"\r\n\r\n").append(value).append("\r\n");
  }
}
