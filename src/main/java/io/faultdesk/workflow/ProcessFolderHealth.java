package io.faultdesk.workflow;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.stereotype.Component;

/**
 * Health of the modelers' folder. A fault in it, shown with file, line and reason, makes it DEGRADED, which leaves the
 * server's own status UP: the old processes go on, and a restart would help nobody.
 */
@Component("processFolderHealthIndicator")
class ProcessFolderHealth implements HealthIndicator {

  private static final Status DEGRADED = new Status("DEGRADED", "older processes are in force");

  private final ProcessFolder folder;

  ProcessFolderHealth(ProcessFolder folder) {
    this.folder = folder;
  }

  @Override
  public Health health() {
    ProcessFolder.State state = folder.state();
    Health.Builder health = state.faults().isEmpty() ? Health.up() : Health.status(DEGRADED);
    return health
        .withDetail("files", state.files())
        .withDetail("faults", state.faults().stream().map(ProcessFault::toString).toList())
        .build();
  }
}
