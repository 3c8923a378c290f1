package io.faultdesk.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.faultdesk.staff.People;
import io.faultdesk.staff.Person;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Deploying from Camunda Modeler, call by call. */
@SpringBootTest(
    classes = SecurityApplication.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "spring.datasource.url=jdbc:h2:mem:doors;DB_CLOSE_DELAY=-1",
      "faultdesk.admin.password=an admin's password",
      "faultdesk.data.dir=target/doors"
    })
class ModelerFlowTest {

  private static final String MODELER = Caller.basic("modeler", "drawing");
  private static final String STAFF = Caller.basic("wang.wei", "drawing");
  private static final String PROCESS =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
          xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="t">
        <bpmn:process id="drawn" isExecutable="true" camunda:historyTimeToLive="P30D">
          <bpmn:startEvent id="start"><bpmn:outgoing>f</bpmn:outgoing></bpmn:startEvent>
          <bpmn:sequenceFlow id="f" sourceRef="start" targetRef="end"/>
          <bpmn:endEvent id="end"><bpmn:incoming>f</bpmn:incoming></bpmn:endEvent>
        </bpmn:process>
      </bpmn:definitions>
      """;

  @LocalServerPort int port;
  @Autowired People people;
  @Autowired ObjectMapper json;

  private Caller caller;

  @BeforeEach
  void signUp() {
    caller = new Caller(port);
    people.sync(
        List.of(
            new Person("modeler", "Mo Deler", null, Set.of("modeler"), true),
            new Person("wang.wei", "王伟", null, Set.of(), true)),
        List.of(),
        "drawing");
  }

  @Test
  void asks_for_credentials_before_the_first_deployment() {
    assertThat(probe(null).statusCode()).isEqualTo(401);
    assertThat(probe(Caller.basic("modeler", "wrong")).statusCode()).isEqualTo(401);
    assertThat(probe(MODELER).statusCode()).isEqualTo(200);
    assertThat(version().statusCode()).isEqualTo(200);
    assertThat(version().body()).contains("7.24");
  }

  @Test
  void deploys_once_and_says_so_the_second_time() throws Exception {
    HttpResponse<String> first = deploy(MODELER, "drawn.bpmn", PROCESS);
    assertThat(first.statusCode()).isEqualTo(200);
    JsonNode made = json.readTree(first.body());
    assertThat(made.get("deployedProcessDefinitions")).hasSize(1);
    JsonNode again = json.readTree(deploy(MODELER, "drawn.bpmn", PROCESS).body());
    assertThat(again.get("id")).isEqualTo(made.get("id"));
    assertThat(again.get("deployedProcessDefinitions").isNull()).isTrue();

    String definition = made.get("deployedProcessDefinitions").fieldNames().next();
    HttpResponse<String> start =
        caller.post("/engine-rest/process-definition/" + definition + "/start", MODELER, "{}");
    assertThat(start.statusCode()).isEqualTo(403);
  }

  @Test
  void names_what_is_wrong_with_a_diagram() {
    HttpResponse<String> loose =
        deploy(MODELER, "loose.bpmn", PROCESS.replace("targetRef=\"end\"", "targetRef=\"elsewhere\""));
    assertThat(loose.statusCode()).isEqualTo(400);
    assertThat(loose.body()).contains("ENGINE-09005", "elsewhere").doesNotContain("\\tat ");
    HttpResponse<String> broken = deploy(MODELER, "broken.bpmn", PROCESS.replace("</bpmn:process>", ""));
    assertThat(broken.statusCode()).isGreaterThanOrEqualTo(400);
    assertThat(broken.body()).contains("must be terminated").doesNotContain("\\tat ", "\tat ");
  }

  @Test
  void turns_away_who_may_not_deploy() {
    assertThat(deploy(STAFF, "drawn.bpmn", PROCESS).statusCode()).isEqualTo(403);
    assertThat(deploy(null, "drawn.bpmn", PROCESS).statusCode()).isEqualTo(401);
    assertThat(deploy(Caller.basic("modeler", "wrong"), "drawn.bpmn", PROCESS).statusCode()).isEqualTo(401);
  }

  @Test
  void lets_the_modeler_fall_back_where_it_looks_for_links() {
    HttpResponse<String> links = caller.get("/.well-known/camunda-automation-platform/webapps", null);
    assertThat(links.statusCode()).isEqualTo(401);
    assertThat(caller.get("/camunda/app/cockpit/default/", null).statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> probe(String credential) {
    return caller.get("/engine-rest/deployment?maxResults=0", credential, "Accept", "application/json");
  }

  private HttpResponse<String> version() {
    return caller.get("/engine-rest/version", MODELER, "Accept", "application/json");
  }

  private HttpResponse<String> deploy(String credential, String file, String diagram) {
    String form =
        field("deployment-name", "From the modeler")
            + field("deployment-source", "Camunda Modeler")
            + field("enable-duplicate-filtering", "true")
            + "--cut\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n".formatted(file, file)
            + "Content-Type: text/xml\r\n\r\n%s\r\n--cut--\r\n".formatted(diagram);
    return caller.send(
        "POST",
        "/engine-rest/deployment/create",
        credential,
        form,
        "Content-Type",
        "multipart/form-data; boundary=cut",
        "Accept",
        "application/json");
  }

  private static String field(String name, String value) {
    return "--cut\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n".formatted(name, value);
  }
}
