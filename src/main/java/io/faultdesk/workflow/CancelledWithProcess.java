package io.faultdesk.workflow;

import io.faultdesk.incident.ClosureReason;
import io.faultdesk.incident.IncidentDesk;
import java.util.function.Supplier;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.util.xml.Element;

/**
 * Closes an incident as cancelled when somebody deletes its process, in Cockpit or over REST. It listens as a part of the
 * engine, because Cockpit lets its users skip the listeners that a process brings along.
 */
final class CancelledWithProcess extends AbstractBpmnParseListener implements ExecutionListener {

  private final Supplier<IncidentDesk> desk;
  private final Supplier<AsEngine> asEngine;

  CancelledWithProcess(Supplier<IncidentDesk> desk, Supplier<AsEngine> asEngine) {
    this.desk = desk;
    this.asEngine = asEngine;
  }

  @Override
  public void parseProcess(Element element, ProcessDefinitionEntity process) {
    if (ResponseFlow.PROCESS.equals(process.getKey())) {
      process.addBuiltInListener(EVENTNAME_END, this);
    }
  }

  @Override
  public void notify(DelegateExecution execution) {
    if (execution.isCanceled()) {
      desk.get()
          .close(execution.getProcessBusinessKey(), ClosureReason.CANCELLED, asEngine.get().actor(),
              "Its process was deleted.");
    }
  }
}
