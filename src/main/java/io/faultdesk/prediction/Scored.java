package io.faultdesk.prediction;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * What a model says of each row of a unit.
 *
 * @param scores probabilities
 * @param labels 1, 0, or NaN for a row that does not count
 */
record Scored(String unit, long[] times, double[] scores, double[] labels) {

  /** Of each unit there; an {@link IllegalArgumentException} says why that model cannot be asked about them. */
  static List<Scored> of(FaultModel model, DataFolder folder) {
    int trained = model.schema().step();
    if (trained != folder.step() && folder.units().stream().anyMatch(unit -> unit.step().isPresent())) {
      throw new IllegalArgumentException(
          "the model was trained on %s, these are %s".formatted(rows(trained), rows(folder.step())));
    }
    return folder.units().stream().map(unit -> of(model, unit)).toList();
  }

  private static String rows(int step) {
    return step == 0 ? "cycles" : "rows of " + Words.time(Duration.ofMinutes(step));
  }

  static Scored of(FaultModel model, UnitHistory unit) {
    check(model, unit);
    Examples examples = Examples.of(unit, model.schema(), new Question(model.task(), model.horizon(), 1));
    double[] scores = Arrays.stream(examples.x()).mapToDouble(model::probability).toArray();
    return new Scored(unit.name(), examples.times(), scores, examples.y());
  }

  private static void check(FaultModel model, UnitHistory unit) {
    if (model.schema().groups().contains(FeatureGroup.SUMMARY) && unit.normal().length == 0) {
      throw new IllegalArgumentException(
          unit.name() + " has no file with its history, which says what is usual for it");
    }
    List<String> missing =
        model.schema().indicators().stream().filter(indicator -> !unit.indicators().contains(indicator)).toList();
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(unit.name() + " lacks indicators of the model: " + String.join(", ", missing));
    }
  }

  /** Of all rows of these units together. */
  static Metrics metrics(List<Scored> units) {
    return Metrics.of(
        units.stream().flatMapToDouble(unit -> Arrays.stream(unit.scores)).toArray(),
        units.stream().flatMapToDouble(unit -> Arrays.stream(unit.labels)).toArray());
  }

  Metrics.OnCall onCall() {
    return new Metrics.OnCall(times, scores, labels);
  }
}
