package io.faultdesk.workflow;

import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.util.xml.Element;

/**
 * Ends what a process was about when somebody deletes that process, in Cockpit or over REST: an incident, a proposed
 * maintenance, a challenger. It listens as a part of the engine, because Cockpit lets its users skip the listeners that a process brings along.
 */
final class CancelledWithProcess extends AbstractBpmnParseListener implements ExecutionListener {

  private final String process;
  private final BiConsumer<String, String> cancel;
  private final Supplier<AsEngine> asEngine;

  /**
   * Listens to the process of that key.
   *
   * @param cancel is given the business key and who deleted it
   */
  CancelledWithProcess(String process, BiConsumer<String, String> cancel, Supplier<AsEngine> asEngine) {
    this.process = process;
    this.cancel = cancel;
    this.asEngine = asEngine;
  }

  @Override
  public void parseProcess(Element element, ProcessDefinitionEntity definition) {
    if (process.equals(definition.getKey())) {
      definition.addBuiltInListener(EVENTNAME_END, this);
    }
  }

  @Override
  public void notify(DelegateExecution execution) {
    if (execution.isCanceled()) {
      cancel.accept(execution.getProcessBusinessKey(), asEngine.get().actor());
    }
  }
}
