package io.faultdesk.workflow;

import io.faultdesk.prediction.TrainingFinished;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Has a challenger of the fault model in force trained, compared and decided on, one at a time. Everything runs in the transaction
 * in which it happened, so that training and process never disagree.
 */
@Component
@Transactional
class RetrainingFlow {

  /** Key of the process; its business key is the identity of the training. */
  static final String PROCESS = "retraining";

  private static final String FINISHED = "training-finished";

  private final RetrainingTurn turn;
  private final RuntimeService runtimeService;
  private final AsEngine asEngine;

  RetrainingFlow(RetrainingTurn turn, RuntimeService runtimeService, AsEngine asEngine) {
    this.turn = turn;
    this.runtimeService = runtimeService;
    this.asEngine = asEngine;
  }

  /** Begins, and says the identity of the training; nothing where a challenger is trained or waits for a decision already. */
  Optional<String> start(String by) {
    turn.take();
    String[] begun = new String[1];
    asEngine.run(() -> {
      if (runtimeService.createProcessInstanceQuery().processDefinitionKey(PROCESS).count() == 0) {
        begun[0] = UUID.randomUUID().toString();
        runtimeService.startProcessInstanceByKey(PROCESS, begun[0], Map.of(ProcessVariables.STARTED_BY, by));
      }
    });
    return Optional.ofNullable(begun[0]);
  }

  @EventListener
  void on(TrainingFinished finished) {
    asEngine.run(
        () -> runtimeService.createMessageCorrelation(FINISHED).processInstanceBusinessKey(finished.id())
            .setVariable(ProcessVariables.TRAINED, finished.trained())
            .setVariable(ProcessVariables.REASON, Texts.fitting(finished.detail()))
            .correlateAll());
  }
}
