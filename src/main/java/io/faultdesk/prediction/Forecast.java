package io.faultdesk.prediction;

import io.faultdesk.shared.ServiceName;
import java.util.List;

/**
 * That the model in force expects a fault of a service, how surely and why. Rules see all of it but the lists.
 *
 * @param service the service that may fail
 * @param probability of a fault within the horizon, 0 to 1
 * @param usual how probable one is at any moment, as in the training, 0 to 1
 * @param threshold the probability from which on the model says so, 0 to 1
 * @param horizon how far ahead it looks, in seconds
 * @param certainty {@code likely} from a probability of a half on, else {@code possible}, below the threshold {@code unlikely}
 * @param text what it comes to, in one sentence
 * @param model the model's name
 * @param version the model's version
 * @param contributions what speaks for a fault (above 0) and against it (below), the weightiest first
 * @param deviations the indicators that are farthest from what is usual for them, the farthest first
 */
public record Forecast(
    ServiceName service,
    double probability,
    double usual,
    double threshold,
    double horizon,
    String certainty,
    String text,
    String model,
    String version,
    List<Contribution> contributions,
    List<Deviation> deviations) {

  public Forecast {
    contributions = List.copyOf(contributions);
    deviations = List.copyOf(deviations);
  }

  /**
   * One that is made up, for trying rules.
   *
   * @param usual NaN where that is not said, like the threshold
   */
  public static Forecast madeUp(
      ServiceName service, double probability, double horizon, double usual, double threshold) {
    String certainty = certainty(probability, threshold);
    return new Forecast(
        service, probability, usual, threshold, horizon, certainty, "A fault of " + service + " is " + certainty + ".",
        "made-up", "", List.of(), List.of());
  }

  /** The same without its lists. */
  Forecast brief() {
    return new Forecast(
        service, probability, usual, threshold, horizon, certainty, text, model, version, List.of(), List.of());
  }

  static String certainty(double probability, double threshold) {
    return probability < threshold ? "unlikely" : probability < 0.5 ? "possible" : "likely";
  }

  /**
   * What one feature adds to the logit of the probability, exactly.
   *
   * @param meaning what that is, in words
   * @param value of the feature
   * @param weight how much it adds: w·x of the feature as it was scaled in training
   */
  public record Contribution(String feature, String meaning, double value, double weight) {}

  /**
   * An indicator that is far from what is usual for it.
   *
   * @param value its mean over the last row
   * @param usual its median
   * @param distance in robust deviations
   */
  public record Deviation(String indicator, double value, double usual, double distance) {}
}
