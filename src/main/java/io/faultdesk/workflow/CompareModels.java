package io.faultdesk.workflow;

import io.faultdesk.prediction.Comparison;
import io.faultdesk.prediction.Comparison.Side;
import io.faultdesk.prediction.TrainingDesk;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
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
    Side challenger = comparison.challenger();
    execution.setVariable(
        ProcessVariables.TITLE, "New fault model %s (%s)".formatted(challenger.name(), challenger.version()));
    execution.setVariable(ProcessVariables.PERIOD, comparison.from().truncatedTo(ChronoUnit.MINUTES) + " – "
        + comparison.to().truncatedTo(ChronoUnit.MINUTES));
    execution.setVariable(ProcessVariables.FAULTS, comparison.faults());
    execution.setVariable(ProcessVariables.BUDGET, comparison.allowed());
    execution.setVariable(ProcessVariables.NOTES, Texts.fitting(String.join("\n", comparison.notes())));
    execution.setVariables(variables(ProcessVariables.CHALLENGER, challenger));
    execution.setVariables(variables(ProcessVariables.CHAMPION, comparison.champion()));
  }

  /** @param side null where there is no such model, or it could not be measured */
  private static Map<String, @Nullable Object> variables(String name, @Nullable Side side) {
    Map<String, @Nullable Object> variables = new HashMap<>();
    variables.put(name, side == null ? null : side.name());
    variables.put(name + ProcessVariables.VERSION, side == null ? null : side.version());
    variables.put(name + ProcessVariables.AUC, Side.said(side, Comparison.AUC));
    variables.put(name + ProcessVariables.AVERAGE_PRECISION, Side.said(side, Comparison.AVERAGE_PRECISION));
    variables.put(name + ProcessVariables.BRIER, Side.said(side, Comparison.BRIER));
    variables.put(name + ProcessVariables.RECALL_WITHIN_BUDGET, Side.said(side, Comparison.RECALL_WITHIN_BUDGET));
    variables.put(name + ProcessVariables.RECALL_AT_THRESHOLD, Side.said(side, Comparison.RECALL_AT_THRESHOLD));
    variables.put(
        name + ProcessVariables.FALSE_ALARMS_AT_THRESHOLD, Side.said(side, Comparison.FALSE_ALARMS_AT_THRESHOLD));
    return variables;
  }
}
