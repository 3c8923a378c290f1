package io.faultdesk.workflow;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** Down while the modelers' folder holds a fault, with file, line and reason. */
@Component("processFolderHealthIndicator")
class ProcessFolderHealth implements HealthIndicator {

  private final ProcessFolder folder;

  ProcessFolderHealth(ProcessFolder folder) {
    this.folder = folder;
  }

  @Override
  public Health health() {
    ProcessFolder.State state = folder.state();
    Health.Builder health = state.faults().isEmpty() ? Health.up() : Health.down();
    return health
        .withDetail("files", state.files())
        .withDetail("faults", state.faults().stream().map(ProcessFault::toString).toList())
        .build();
  }
}
