package io.faultdesk.prediction;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which features a model knows, in their order. Part of the model file, so that what is trained, measured and used live is the same.
 *
 * @param version changes whenever a feature of the same name is computed in another way
 * @param step minutes from one row to the next; 0 where rows are no times, such as cycles of an engine
 * @param window how many rows are looked back on, the present one included
 * @param indicators the columns of {@link FeatureGroup#INDICATORS}; none where that is not among the groups
 * @param horizon null where nothing is foreseen
 */
record FeatureSchema(
    int version, int step, int window, List<FeatureGroup> groups, List<String> indicators, @Nullable Horizon horizon) {

  static final int VERSION = 1;

  /** The longest window that a model file may ask for, since each service has one in memory for each feature. */
  static final int WIDEST = 240;

  static final List<String> OVER_WINDOW = List.of("last", "mean", "max", "min", "slope", "deviation");
  static final List<String> OVER_INDICATORS = List.of("mean", "max", "top3", "beyond3", "beyond6", "median");
  static final List<String> PAST_FAULTS =
      List.of("ago", "count", "near", "around", "near-yesterday", "around-yesterday");

  /** The names of the features. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    for (FeatureGroup group : groups) {
      switch (group) {
        case SUMMARY -> List.of("robust", "plain").forEach(
            distance -> OVER_INDICATORS.forEach(
                over -> OVER_WINDOW.forEach(statistic -> names.add(distance + "." + over + "." + statistic))));
        case RECURRENCE -> PAST_FAULTS.forEach(fault -> names.add("faults." + fault));
        case INDICATORS -> indicators.forEach(
            indicator -> OVER_WINDOW.forEach(statistic -> names.add(indicator + "." + statistic)));
      }
    }
    return names;
  }
}
