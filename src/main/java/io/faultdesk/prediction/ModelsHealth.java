package io.faultdesk.prediction;

import io.faultdesk.prediction.ModelStore.InForce;
import io.faultdesk.prediction.ModelStore.LastError;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.stereotype.Component;

/**
 * Health of the fault models, shown as {@code models}. A broken file makes it DEGRADED, which leaves the server's own status UP:
 * the model before it still scores.
 */
@Component("modelsHealthIndicator")
class ModelsHealth implements HealthIndicator {

  private static final Status DEGRADED = new Status("DEGRADED", "the newest model is not in force");

  private final ModelStore store;

  ModelsHealth(ModelStore store) {
    this.store = store;
  }

  @Override
  public Health health() {
    InForce model = store.inForce();
    Health.Builder health = Health.up().withDetail("mode", store.mode().word())
        .withDetail("model", model == null ? "none" : model.name() + " " + model.version());
    LastError error = store.lastError();
    return error == null ? health.build() : health.status(DEGRADED).withDetail("error", error.detail()).build();
  }
}
