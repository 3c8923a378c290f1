package io.faultdesk.workflow;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.util.List;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows which processes run in which version, and what is wrong with the modelers' folder. */
@RestController
@RequestMapping("/api/v1/processes")
class ProcessesApi {

  private final ProcessFolder folder;
  private final RepositoryService repositoryService;

  ProcessesApi(ProcessFolder folder, RepositoryService repositoryService) {
    this.folder = folder;
    this.repositoryService = repositoryService;
  }

  @Operation(summary = "Shows the deployed processes and what was wrong with the folder")
  @GetMapping
  Processes processes() {
    ProcessFolder.State state = folder.state();
    List<Running> running =
        repositoryService.createProcessDefinitionQuery().latestVersion().orderByProcessDefinitionKey().asc().list()
            .stream()
            .map(Running::of)
            .toList();
    return new Processes(
        state.origin(), state.files(), state.version(), state.deployedAt(), running, state.faults());
  }

  /** The answer: the folder's files and version, what runs, and the faults that keep a newer version out. */
  record Processes(
      String folder,
      List<String> files,
      @Nullable String version,
      @Nullable Instant deployedAt,
      List<Running> running,
      List<ProcessFault> errors) {}

  /** The version of a process that the next incident gets. */
  record Running(String key, @Nullable String name, int version, String deploymentId) {

    static Running of(ProcessDefinition definition) {
      return new Running(
          definition.getKey(), definition.getName(), definition.getVersion(), definition.getDeploymentId());
    }
  }
}
