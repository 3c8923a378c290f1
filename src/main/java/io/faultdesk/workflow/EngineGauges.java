package io.faultdesk.workflow;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.stereotype.Component;

/** Shows what the engine cannot do by itself: jobs that failed for good, and jobs that wait although they are due. */
@Component
class EngineGauges implements MeterBinder {

  private final RuntimeService runtimeService;
  private final ManagementService managementService;

  EngineGauges(RuntimeService runtimeService, ManagementService managementService) {
    this.runtimeService = runtimeService;
    this.managementService = managementService;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("faultdesk.engine.incidents", () -> runtimeService.createIncidentQuery().count())
        .description("technical incidents of the engine: jobs that failed for good")
        .register(registry);
    Gauge.builder("faultdesk.engine.jobs.due", () -> managementService.createJobQuery().executable().count())
        .description("jobs that are due and not done")
        .register(registry);
  }
}
