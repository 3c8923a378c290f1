package io.faultdesk.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.transaction.CannotCreateTransactionException;

/** How the modelers' folder and deployments over REST get along. */
class ProcessFolderTest extends EngineTest {

  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir Path dir;
  @Autowired ProcessFolder shipped;
  @Autowired AsEngine asEngine;
  @Autowired TestRestTemplate rest;

  @BeforeEach
  void copyTheShippedFolder() throws IOException {
    for (Map.Entry<String, byte[]> file : ProcessFiles.read(Path.of("processes")).contents().entrySet()) {
      Files.write(dir.resolve(file.getKey()), file.getValue());
    }
  }

  @AfterEach
  void deployTheShippedFolderAgain() {
    clock.advance(Duration.ofSeconds(2));
    new ProcessFolder(new WorkflowSettings(Path.of("processes"), HOUR), repositoryService, asEngine).refresh();
  }

  @Test
  void all_files_are_one_deployment() {
    String deployment = latest("diagnosis").getDeploymentId();
    assertThat(repositoryService.createProcessDefinitionQuery().deploymentId(deployment).list())
        .extracting(ProcessDefinition::getKey)
        .contains("incident-response", "diagnosis", "location", "repair", "recovery", "review", "notify");
    assertThat(repositoryService.getDeploymentResourceNames(deployment))
        .contains("diagnose.form", "response-path.dmn");
  }

  @Test
  void a_changed_file_is_deployed_with_all_others() throws IOException {
    ProcessFolder folder = start();
    int before = latest("notify").getVersion();
    rename("notify.bpmn", "Send a notice", "Send a message");
    clock.advance(Duration.ofSeconds(2));
    folder.refresh();
    assertThat(latest("notify").getName()).isEqualTo("Send a message");
    assertThat(latest("notify").getVersion()).isEqualTo(before + 1);
    assertThat(latest("diagnosis").getDeploymentId()).isEqualTo(latest("notify").getDeploymentId());
    assertThat(folder.state().faults()).isEmpty();
  }

  @Test
  void an_unchanged_folder_never_hides_what_a_modeler_deployed() throws IOException {
    start().refresh();
    clock.advance(Duration.ofSeconds(2));
    String changed = Files.readString(dir.resolve("notify.bpmn")).replace("Send a notice", "Drawn by a modeler");
    repositoryService.createDeployment().name("a modeler's").addString("notify.bpmn", changed).deploy();
    start().refresh();
    assertThat(latest("notify").getName()).isEqualTo("Drawn by a modeler");
  }

  @Test
  void a_broken_file_keeps_the_old_version_and_is_shown_everywhere() throws IOException {
    ProcessFolder folder = start();
    String version = latest("notify").getId();
    Path file = dir.resolve("notify.bpmn");
    String good = Files.readString(file);
    Files.writeString(file, good.replace("</bpmn:process>", ""));
    folder.refresh();
    assertThat(latest("notify").getId()).isEqualTo(version);
    assertThat(folder.state().faults())
        .anySatisfy(fault -> assertThat(fault.toString()).matches("notify\\.bpmn:\\d+:\\d+: .+"));
    assertThat(new ProcessFolderHealth(folder).health().getStatus().getCode()).isEqualTo("DEGRADED");
    assertThat(new ProcessFolderHealth(folder).health().getDetails().toString()).contains("notify.bpmn:");
    assertThat(new ProcessesApi(folder, repositoryService).processes().errors()).isNotEmpty();
    Files.writeString(file, good);
    folder.refresh();
    assertThat(folder.state().faults()).isEmpty();
    assertThat(latest("notify").getId()).isEqualTo(version);
    assertThat(new ProcessFolderHealth(folder).health().getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void what_runs_is_shown_over_http() {
    JsonNode answer = rest.getForObject("/api/v1/processes", JsonNode.class);
    assertThat(answer.path("files").toString()).contains("diagnosis.bpmn");
    assertThat(answer.path("errors")).isEmpty();
    assertThat(answer.path("running").findValuesAsText("key")).contains("incident-response");
  }

  @Test
  void the_programs_own_copies_serve_until_there_is_anything_in_the_folder() throws IOException {
    Path later = dir.resolve("later");
    ProcessFolder folder = start(later);
    assertThat(folder.state().files()).contains("incident-response.bpmn");
    assertThat(folder.state().origin()).isEqualTo("the program's own copies");
    Files.createDirectory(later);
    assertThat(start(later).state().files()).as("an empty folder at the start").contains("incident-response.bpmn");
    folder.refresh();
    assertThat(folder.state().faults()).isEmpty();
    for (String file : ProcessFiles.read(dir).contents().keySet()) {
      Files.copy(dir.resolve(file), later.resolve(file));
    }
    folder.refresh();
    assertThat(folder.state().origin()).isEqualTo(later.toString());
  }

  @Test
  void a_folder_that_goes_away_keeps_what_is_deployed_and_says_so() throws IOException {
    rename("notify.bpmn", "Send a notice", "Send our message");
    ProcessFolder folder = start();
    String version = latest("notify").getId();
    Path away = dir.resolveSibling(dir.getFileName() + "-away");
    Files.move(dir, away);
    folder.refresh();
    assertThat(latest("notify").getId()).isEqualTo(version);
    assertThat(folder.state().faults()).singleElement().asString().contains(dir.toString(), "is gone");
    assertThat(new ProcessFolderHealth(folder).health().getStatus().getCode()).isEqualTo("DEGRADED");
    Files.createDirectory(dir);
    folder.refresh();
    assertThat(latest("notify").getId()).isEqualTo(version);
    assertThat(folder.state().faults()).singleElement().asString().contains("holds no BPMN, DMN or form file");
    Files.delete(dir);
    Files.move(away, dir);
    folder.refresh();
    assertThat(folder.state().faults()).isEmpty();
    assertThat(latest("notify").getId()).isEqualTo(version);
  }

  @Test
  void a_change_that_meets_a_database_that_is_away_is_taken_once_it_is_back() throws IOException {
    RepositoryService repository = mock(RepositoryService.class, delegatesTo(repositoryService));
    ProcessFolder folder = new ProcessFolder(new WorkflowSettings(dir, HOUR), repository, asEngine);
    folder.refresh();
    clock.advance(Duration.ofSeconds(2));
    rename("notify.bpmn", "Send a notice", "Sent in the end");
    doThrow(new CannotCreateTransactionException("the database is away"))
        .doAnswer(delegatesTo(repositoryService))
        .when(repository)
        .createDeploymentQuery();
    folder.refresh();
    assertThat(folder.state().faults()).singleElement().asString().contains("the database is away");
    folder.refresh();
    assertThat(folder.state().faults()).isEmpty();
    assertThat(latest("notify").getName()).isEqualTo("Sent in the end");
  }

  @Test
  void nothing_that_cannot_run_is_deployed_over_rest_either() {
    String process =
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
            targetNamespace="test">
          <process id="pigeons" isExecutable="true">
            <startEvent id="begun"/>
            <sequenceFlow id="on" sourceRef="begun" targetRef="send"/>
            <serviceTask id="send" camunda:delegateExpression="${sendPigeon}"/>
          </process>
        </definitions>
        """;
    assertThatThrownBy(
        () -> repositoryService
            .createDeployment()
            .addInputStream(
                "pigeons.bpmn",
                new java.io.ByteArrayInputStream(process.getBytes(StandardCharsets.UTF_8)))
            .deploy())
        .isInstanceOf(BadUserRequestException.class)
        .hasMessageContaining("pigeons.bpmn:")
        .hasMessageContaining("${sendPigeon}")
        .hasMessageContaining("history time to live");
  }

  private ProcessFolder start() {
    return start(dir);
  }

  private ProcessFolder start(Path dir) {
    clock.advance(Duration.ofSeconds(2));
    ProcessFolder folder = new ProcessFolder(new WorkflowSettings(dir, HOUR), repositoryService, asEngine);
    folder.refresh();
    return folder;
  }

  private void rename(String file, String from, String to) throws IOException {
    Files.writeString(dir.resolve(file), Files.readString(dir.resolve(file)).replace(from, to));
  }

  private ProcessDefinition latest(String key) {
    return repositoryService.createProcessDefinitionQuery().processDefinitionKey(key).latestVersion().singleResult();
  }
}
