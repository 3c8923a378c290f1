package io.faultdesk.workflow;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import org.camunda.bpm.engine.ParseException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.Deployment;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Deploys the modelers' folder, all files together, at the start and whenever it has changed. A folder with a fault in it
 * changes nothing, and one that has not changed since its last deployment never hides what was deployed over REST since.
 * Until there is anything in the folder, the program's own copies serve; afterwards a folder that is gone or empty is a fault.
 */
@Component
class ProcessFolder implements SmartInitializingSingleton {

  static final String DEPLOYMENT = "processes folder";

  private static final String SOURCE = "sha256:";
  private static final Logger LOG = LoggerFactory.getLogger(ProcessFolder.class);

  private final WorkflowSettings settings;
  private final RepositoryService repositoryService;
  private final AsEngine asEngine;
  private final ProcessInspection inspection = new ProcessInspection();

  private boolean everFilled;
  private @Nullable String seen;
  private volatile State state = new State("", List.of(), null, null, List.of());

  ProcessFolder(
      WorkflowSettings settings, RepositoryService repositoryService, AsEngine asEngine) {
    this.settings = settings;
    this.repositoryService = repositoryService;
    this.asEngine = asEngine;
  }

  @Override
  public void afterSingletonsInstantiated() {
    refresh();
  }

  /** Looks at the folder and deploys it where that is due. */
  @Scheduled(
      initialDelayString = "${faultdesk.processes.poll:5s}",
      fixedDelayString = "${faultdesk.processes.poll:5s}")
  synchronized void refresh() {
    try {
      ProcessFiles files = ProcessFiles.read(settings.dir());
      everFilled |= !files.none();
      if (!files.none()) {
        look(files);
      } else if (everFilled) {
        refuse(nothing());
      } else {
        look(ProcessFiles.packaged());
      }
    } catch (IOException e) {
      refuse("cannot be read: " + e);
    }
  }

  private String nothing() {
    return Files.isDirectory(settings.dir()) ? "holds no BPMN, DMN or form file" : "is gone";
  }

  State state() {
    return state;
  }

  private void look(ProcessFiles files) {
    if (!mark(files).equals(seen)) {
      if (!everFilled && Files.isDirectory(settings.dir())) {
        LOG.warn("{} {}: {} serve", settings.dir(), nothing(), files.origin());
      }
      seen = null;
      asEngine.run(() -> take(files));
    }
  }

  private static String mark(ProcessFiles files) {
    return files.hash() + " " + files.origin();
  }

  private void take(ProcessFiles files) {
    List<ProcessFault> faults = inspection.faults(files);
    if (!faults.isEmpty()) {
      refuse(files, faults);
      return;
    }
    try {
      Deployment last = lastDeployment();
      boolean known = last != null && (SOURCE + files.hash()).equals(last.getSource());
      Deployment current = known ? last : deploy(files);
      Instant at = current == null ? null : current.getDeploymentTime().toInstant();
      state = new State(files.origin(), List.copyOf(files.contents().keySet()), files.hash(), at, List.of());
      seen = mark(files);
    } catch (ParseException e) {
      refuse(
          files,
          e.getResorceReports().stream()
              .flatMap(
                  report -> report.getErrors().stream()
                      .map(
                          error -> new ProcessFault(
                              report.getResourceName(), error.getLine(), error.getColumn(), error.getMessage())))
              .toList());
    } catch (ProcessEngineException | DataAccessException | TransactionException e) {
      refuse(String.valueOf(e.getMessage())); // may be the database's fault
    }
  }

  private Deployment deploy(ProcessFiles files) {
    DeploymentBuilder builder =
        repositoryService.createDeployment().name(DEPLOYMENT).source(SOURCE + files.hash());
    files.contents()
        .forEach((name, content) -> builder.addInputStream(name, new java.io.ByteArrayInputStream(content)));
    Deployment deployment = builder.deploy();
    LOG.info("Deployed {} files from {}", files.contents().size(), files.origin());
    return deployment;
  }

  private @Nullable Deployment lastDeployment() {
    List<Deployment> ours =
        repositoryService
            .createDeploymentQuery()
            .deploymentName(DEPLOYMENT)
            .orderByDeploymentTime()
            .desc()
            .listPage(0, 1);
    return ours.isEmpty() ? null : ours.getFirst();
  }

  /** The same files would be refused again. */
  private void refuse(ProcessFiles files, List<ProcessFault> faults) {
    tell(files.origin(), faults);
    seen = mark(files);
  }

  /** May be over at the next look, whether the files have changed or not. */
  private void refuse(String why) {
    String folder = settings.dir().toString();
    tell(folder, List.of(ProcessFault.of(folder, why)));
    seen = null;
  }

  private void tell(String origin, List<ProcessFault> faults) {
    if (!faults.equals(state.faults())) {
      faults.forEach(fault -> LOG.error("Not deployed: {}", fault));
    }
    state = new State(origin, state.files(), state.version(), state.deployedAt(), faults);
  }

  /**
   * What of the folder works now.
   *
   * @param version hash of the files that are deployed
   * @param faults why a newer state of the folder is not deployed; empty when it is
   */
  record State(
      String origin,
      List<String> files,
      @Nullable String version,
      @Nullable Instant deployedAt,
      List<ProcessFault> faults) {}
}
