package io.faultdesk.workflow;

import io.faultdesk.prediction.Comparison;
import io.faultdesk.prediction.Comparison.Side;
import io.faultdesk.prediction.TrainingDesk;
import java.time.temporal.ChronoUnit;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Puts challenger and champion side by side for who decides: names, versions, and every figure of both, as texts. */
@Component(DelegateNames.COMPARE_MODELS)
class CompareModels implements JavaDelegate {

  private final TrainingDesk desk;

  CompareModels(TrainingDesk desk) {
    this.desk = desk;
  }

  @Override
  public void execute(DelegateExecution execution) {
    Comparison comparison = desk.comparison(execution.getProcessBusinessKey()).orElseThrow();
    side(execution, ProcessVariables.CHALLENGER, comparison.challenger());
    side(execution, ProcessVariables.CHAMPION, comparison.champion());
    for (Comparison.Row row : comparison.rows()) {
      String figure = Character.toUpperCase(row.key().charAt(0)) + row.key().substring(1);
      execution.setVariable(ProcessVariables.CHALLENGER + figure, row.challenger());
      execution.setVariable(ProcessVariables.CHAMPION + figure, row.champion());
    }
    execution.setVariable(ProcessVariables.PERIOD, comparison.from().truncatedTo(ChronoUnit.MINUTES) + " – "
        + comparison.to().truncatedTo(ChronoUnit.MINUTES));
    execution.setVariable(ProcessVariables.FAULTS, comparison.faults());
    execution.setVariable(ProcessVariables.NOTES, Texts.fitting(String.join("\n", comparison.notes())));
  }

  private static void side(DelegateExecution execution, String name, @Nullable Side side) {
    execution.setVariable(name, side == null ? null : side.name());
    execution.setVariable(name + ProcessVariables.VERSION, side == null ? null : side.version());
  }
}
