package io.faultdesk.prediction;

import io.faultdesk.prediction.FaultModel.Feature;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the model saw and said in training.
 *
 * @param score what it said of units that were kept out
 * @param features of all units the strongest, by name
 */
record Spreads(Spread score, Map<String, Spread> features) {

  /** Of the rows with a label; the examples have the model's features. */
  static Spreads of(FaultModel model, List<Scored> keptOut, List<Examples> examples) {
    double[] scores = keptOut.stream()
        .flatMapToDouble(unit -> IntStream.range(0, unit.labels().length)
            .filter(row -> !Double.isNaN(unit.labels()[row])).mapToDouble(row -> unit.scores()[row]))
        .toArray();
    Map<String, Spread> features = new LinkedHashMap<>();
    for (Feature feature : model.strongest()) {
      features.put(feature.name(), Spread.of(column(examples, model.features().indexOf(feature))));
    }
    return new Spreads(Spread.of(scores), features);
  }

  private static double[] column(List<Examples> examples, int feature) {
    return examples.stream()
        .flatMapToDouble(part -> IntStream.range(0, part.y().length)
            .filter(row -> !Double.isNaN(part.y()[row])).mapToDouble(row -> part.x()[row][feature]))
        .toArray();
  }

  boolean good(List<String> names) {
    return score != null && features != null && names.containsAll(features.keySet())
        && features.values().stream().allMatch(Objects::nonNull) && all().stream().allMatch(Spread::good);
  }

  /** That of the score first, then those of the features in their order. */
  List<Spread> all() {
    return Stream.concat(Stream.of(score), features.values().stream()).toList();
  }

  /** Of each spread how many values lie where; none yet. */
  long[][] nothing() {
    return all().stream().map(spread -> new long[spread.bins()]).toArray(long[][]::new);
  }

  /** How far what was counted is from training. */
  Drifted against(long[][] counts, FaultModel model) {
    Map<String, Double> each = new LinkedHashMap<>();
    double weighted = 0;
    double weights = 0;
    int at = 1;
    for (Map.Entry<String, Spread> feature : features.entrySet()) {
      double index = feature.getValue().index(counts[at++]);
      double weight = Math.abs(model.feature(feature.getKey()).weight());
      each.put(feature.getKey(), index);
      weighted += weight * index;
      weights += weight;
    }
    return new Drifted(
        Arrays.stream(counts[0]).sum(), score.index(counts[0]), weights == 0 ? 0 : weighted / weights, each);
  }

  /**
   * Stability indexes.
   *
   * @param rows that were counted
   * @param features the mean of those of the features, each weighted as in the model
   * @param each that of each feature
   */
  record Drifted(long rows, double score, double features, Map<String, Double> each) {

    boolean beyond(double limit) {
      return score > limit || features > limit;
    }

    /** The features that have changed most, these first. */
    List<Map.Entry<String, Double>> farthest(int most) {
      return each.entrySet().stream().sorted(Map.Entry.<String, Double>comparingByValue().reversed()).limit(most)
          .toList();
    }
  }
}
