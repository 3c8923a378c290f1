package io.faultdesk.workflow;

import io.faultdesk.notification.DeliveryFailed;
import io.faultdesk.notification.Dispatcher;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Delivers one stored notice; a failure makes the engine try again later. */
@Component(DelegateNames.SEND_NOTICE)
class SendNotice implements JavaDelegate {

  private final Dispatcher dispatcher;

  SendNotice(Dispatcher dispatcher) {
    this.dispatcher = dispatcher;
  }

  @Override
  public void execute(DelegateExecution execution) throws DeliveryFailed {
    dispatcher.deliver((Long) execution.getVariable(ProcessVariables.NOTICE_ID));
  }
}
