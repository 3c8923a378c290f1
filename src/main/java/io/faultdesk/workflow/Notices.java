package io.faultdesk.workflow;

import io.faultdesk.notification.Dispatcher;
import io.faultdesk.notification.Notice;
import java.util.Map;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.stereotype.Component;

/** Stores a notice in the current transaction and leaves its delivery to a process of its own. */
@Component
class Notices {

  static final String PROCESS = "notify";

  private final Dispatcher dispatcher;
  private final RuntimeService runtimeService;
  private final AsEngine asEngine;

  Notices(Dispatcher dispatcher, RuntimeService runtimeService, AsEngine asEngine) {
    this.dispatcher = dispatcher;
    this.runtimeService = runtimeService;
    this.asEngine = asEngine;
  }

  void send(Notice notice) {
    dispatcher.submit(notice).ifPresent(id -> asEngine.run(() -> startDelivery(notice, id)));
  }

  private void startDelivery(Notice notice, Long id) {
    // Without business key: that one finds the tasks and processes of the incident's work only.
    runtimeService.startProcessInstanceByKey(
        PROCESS,
        Map.of(ProcessVariables.NOTICE_ID, id, ProcessVariables.NUMBER, notice.incident()));
  }
}
