package io.faultdesk.prediction;

import io.faultdesk.shared.ServiceName;

/**
 * When an indicator reaches its limit if it goes on as it did lately. Rules see all of it.
 *
 * @param service whose indicator it is
 * @param name of the indicator
 * @param unit such as {@code %}, or empty
 * @param last its newest stored value, in its unit
 * @param limit as declared, in its unit
 * @param slope its unit per hour; negative where the limit lies below
 * @param seconds until it reaches the limit, in seconds; 0 where it is reached
 * @param earliest it takes at least so many seconds in 19 cases of 20
 * @param latest it takes at most so many seconds in 19 cases of 20; infinite where it may take longer than is looked ahead, or never happen
 * @param text what it comes to, in one sentence
 */
public record Trend(
    ServiceName service,
    String name,
    String unit,
    double last,
    double limit,
    double slope,
    double seconds,
    double earliest,
    double latest,
    String text) {

  static Trend of(
      ServiceName service, String name, String unit, double last, double limit, double slope, double seconds,
      double earliest, double latest) {
    return new Trend(
        service, name, unit, last, limit, slope, seconds, earliest, latest,
        text(service, name, unit, last, limit, seconds, earliest, latest));
  }

  /** One that is made up, for trying rules. */
  public static Trend madeUp(ServiceName service, String name, double last, double limit, double seconds) {
    double slope = seconds == 0 ? 0 : (limit - last) / seconds * 3600;
    return of(service, name, "", last, limit, slope, seconds, seconds, seconds);
  }

  private static String text(
      ServiceName service, String name, String unit, double last, double limit, double seconds, double earliest,
      double latest) {
    String of = "%s of %s".formatted(name, service);
    String bound = (Words.number(limit) + " " + unit).strip();
    if (seconds == 0) {
      return "%s has reached its limit of %s.".formatted(of, bound);
    }
    String most = Double.isInfinite(latest) ? "it may also never" : "at the latest in " + Words.about(latest);
    return "%s reaches its limit of %s in %s if it goes on as it does, at the earliest in %s, %s; it is %s now."
        .formatted(of, bound, Words.about(seconds), Words.about(earliest), most,
            (Words.number(last) + " " + unit).strip());
  }
}
