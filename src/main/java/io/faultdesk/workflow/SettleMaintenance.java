package io.faultdesk.workflow;

import io.faultdesk.incident.MaintenanceDesk;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Tells a maintenance window what became of it: {@code approved}, {@code rejected} or {@code expired}, given as {@code outcome}. */
@Component(DelegateNames.SETTLE_MAINTENANCE)
class SettleMaintenance implements JavaDelegate {

  private final MaintenanceDesk desk;
  private final AsEngine asEngine;

  SettleMaintenance(MaintenanceDesk desk, AsEngine asEngine) {
    this.desk = desk;
    this.asEngine = asEngine;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String number = execution.getProcessBusinessKey();
    String comment = execution.getVariable(ProcessVariables.COMMENT) instanceof String text ? text : "";
    String outcome = String.valueOf(execution.getVariable(ProcessVariables.OUTCOME));
    switch (outcome) {
      case "approved" -> desk.decide(number, true, asEngine.actor(), comment);
      case "rejected" -> desk.decide(number, false, asEngine.actor(), comment);
      case "expired" -> desk.expire(number, asEngine.actor());
      default -> throw new IllegalArgumentException("a maintenance cannot become " + outcome);
    }
  }
}
