package io.faultdesk.prediction;

import io.faultdesk.prediction.Metrics.OnCall;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is told of how good scores are on some units, by name. What cannot be said, as of a unit without faults, is left out. */
final class Figures {

  /** How many there were. */
  static final String FAULTS = "faults";

  private Figures() {}

  /** @param minutes whether their times are minutes, so that days can be told */
  static Map<String, Double> of(List<Scored> units, double threshold, boolean minutes) {
    Metrics metrics = Scored.metrics(units);
    Map<String, Double> figures = new LinkedHashMap<>();
    put(figures, "baseRate", metrics.baseRate());
    put(figures, "auc", metrics.auc());
    put(figures, "averagePrecision", metrics.averagePrecision());
    put(figures, "brier", metrics.brier());
    put(figures, "f1", metrics.f1(threshold));
    if (minutes) {
      List<OnCall> onCall = units.stream().map(Scored::onCall).toList();
      put(figures, FAULTS, onCall.stream().mapToInt(unit -> unit.events().size()).sum());
      put(figures, "recallWithinBudget", Metrics.recall(threshold, onCall));
      put(figures, "falseAlarmsADay", Metrics.falseAlarmsADay(threshold, onCall));
    }
    return figures;
  }

  static void put(Map<String, ? super Double> figures, String name, double value) {
    if (Double.isFinite(value)) {
      figures.put(name, value);
    }
  }
}
