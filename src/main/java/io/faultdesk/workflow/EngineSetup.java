package io.faultdesk.workflow;

import io.faultdesk.incident.ClosureReason;
import io.faultdesk.incident.IncidentDesk;
import io.faultdesk.incident.MaintenanceDesk;
import io.faultdesk.prediction.TrainingDesk;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.joda.time.DateTimeUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Sets the engine up: what processes may reach, how jobs are retried, which of its services are checked. */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
class EngineSetup extends AbstractProcessEnginePlugin {

  private final BeanFactory beans;
  private final Supplier<IncidentDesk> desk;
  private final Supplier<MaintenanceDesk> maintenance;
  private final Supplier<TrainingDesk> training;
  private final Supplier<AsEngine> asEngine;
  private final Clock clock;

  EngineSetup(
      BeanFactory beans,
      ObjectProvider<IncidentDesk> desk,
      ObjectProvider<MaintenanceDesk> maintenance,
      ObjectProvider<TrainingDesk> training,
      ObjectProvider<AsEngine> asEngine,
      Clock clock) {
    this.beans = beans;
    this.desk = desk::getObject;
    this.maintenance = maintenance::getObject;
    this.training = training::getObject;
    this.asEngine = asEngine::getObject;
    this.clock = clock;
  }

  @Override
  public void preInit(ProcessEngineConfigurationImpl engine) {
    DateTimeUtils.setCurrentMillisProvider(clock::millis); // the engine's own clock is Joda's
    engine.setBeans(new DelegateBeans(beans));
    engine.setExpressionManager(new SafeExpressions(engine.getBeans()));
    limit(engine);
    keep(engine);
    CheckedTasks tasks = new CheckedTasks(new FormCheck(desk, training), desk);
    engine.setTaskService(tasks);
    engine.setFormService(new CheckedForms(tasks));
    engine.setRepositoryService(new CheckedDeployments());
    engine.setCustomPreBPMNParseListeners(
        new ArrayList<>(
            List.of(
                new CancelledWithProcess(ResponseFlow.PROCESS, this::cancelIncident, asEngine),
                new CancelledWithProcess(MaintenanceFlow.PROCESS, this::cancelMaintenance, asEngine),
                new CancelledWithProcess(RetrainingFlow.PROCESS, this::cancelRetraining, asEngine))));
  }

  @Override
  public void postProcessEngineBuild(ProcessEngine engine) {
    new EngineTables(engine.getProcessEngineConfiguration().getDataSource()).widenCharacters();
  }

  private void cancelIncident(String number, String by) {
    desk.get().close(number, ClosureReason.CANCELLED, by, "Its process was deleted.");
  }

  private void cancelMaintenance(String number, String by) {
    maintenance.get().abandon(number, by);
  }

  private void cancelRetraining(String id, String by) {
    training.get().giveUp(id, by, "Its process was deleted.");
  }

  private static void limit(ProcessEngineConfigurationImpl engine) {
    engine.setEnableExceptionsAfterUnhandledBpmnError(true);
    engine.setImplicitVariableUpdateDetectionEnabled(false);
    engine.setCmmnEnabled(false);
    engine.setStandaloneTasksEnabled(false);
  }

  private static void keep(ProcessEngineConfigurationImpl engine) {
    engine.setCustomHistoryLevels(List.of(new HistoryKept()));
    engine.setHistory(HistoryKept.NAME);
    engine.setFailedJobRetryTimeCycle("PT10S,PT1M,PT5M,PT30M");
    engine.setJobExecutorDeploymentAware(false);
    engine.setJobExecutorAcquireByPriority(true); // notices come last
    engine.setHistoryTimeToLive("P365D");
    engine.setHistoryCleanupBatchWindowStartTime("02:00");
    engine.setHistoryCleanupBatchWindowEndTime("05:00");
    engine.setHistoryCleanupJobLogTimeToLive("P30D");
    engine.setBatchOperationHistoryTimeToLive("P30D");
    engine.setTaskMetricsTimeToLive("P365D");
    engine.setDbMetricsReporterActivate(false);
  }
}
