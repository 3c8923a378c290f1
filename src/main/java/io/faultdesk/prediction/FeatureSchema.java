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

  /** What a feature of that name is, in words. */
  String meaning(String name) {
    int dot = name.lastIndexOf('.');
    String last = name.substring(dot + 1);
    if (PAST_FAULTS.contains(last) && name.startsWith("faults.")) {
      return pastFaults(last);
    }
    String of = name.substring(0, dot);
    int inner = of.indexOf('.');
    boolean single = indicators.contains(of) || inner < 0;
    return (single ? of : overIndicators(of.substring(0, inner), of.substring(inner + 1))) + ": " + overWindow(last);
  }

  private String overWindow(String statistic) {
    return switch (statistic) {
      case "last" -> "now";
      case "slope" -> "how much it rises with each of the last " + window + " rows";
      case "deviation" -> "how restless it was in the last " + window + " rows";
      default -> statistic + " of the last " + window + " rows";
    };
  }

  private static String overIndicators(String distance, String over) {
    String from = distance.equals("robust") ? "distance from the median in robust deviations"
        : "distance from the mean in standard deviations";
    return switch (over) {
      case "mean", "median" -> "the " + over + " of all indicators' " + from;
      case "max" -> "the largest of all indicators' " + from;
      case "top3" -> "the mean of the three largest of all indicators' " + from;
      default -> "the share of indicators whose " + from + " is above " + over.substring("beyond".length());
    };
  }

  private static String pastFaults(String what) {
    return switch (what) {
      case "ago" -> "how long ago the last fault began";
      case "count" -> "how many faults there were";
      case "near" -> "how many of them close to this time of day";
      case "around" -> "how many of them within half an hour of this time of day";
      case "near-yesterday" -> "whether there was one yesterday close to this time";
      default -> "whether there was one yesterday within half an hour of this time";
    };
  }
}
