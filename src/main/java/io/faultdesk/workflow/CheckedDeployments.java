package io.faultdesk.workflow;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.impl.RepositoryServiceImpl;
import org.camunda.bpm.engine.impl.persistence.entity.ResourceEntity;
import org.camunda.bpm.engine.impl.repository.DeploymentBuilderImpl;
import org.camunda.bpm.engine.repository.DeploymentWithDefinitions;

/** The engine's repository service that takes nothing that could not run, whether from the folder or over REST. */
final class CheckedDeployments extends RepositoryServiceImpl {

  private final ProcessInspection inspection = new ProcessInspection();

  @Override
  public DeploymentWithDefinitions deployWithResult(DeploymentBuilderImpl builder) {
    Map<String, byte[]> contents = new TreeMap<>();
    for (Map.Entry<String, ResourceEntity> resource : builder.getDeployment().getResources().entrySet()) {
      contents.put(resource.getKey(), resource.getValue().getBytes());
    }
    List<ProcessFault> faults = inspection.obstacles(new ProcessFiles("deployment", contents));
    if (!faults.isEmpty()) {
      throw new BadUserRequestException(
          faults.stream().map(ProcessFault::toString).collect(Collectors.joining(System.lineSeparator())));
    }
    return super.deployWithResult(builder);
  }
}
