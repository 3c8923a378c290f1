package io.faultdesk.prediction;

import static java.util.Comparator.comparingDouble;
import static java.util.stream.Collectors.joining;

import io.faultdesk.indicator.IndicatorBoard;
import io.faultdesk.prediction.FaultModel.Feature;
import io.faultdesk.prediction.Forecast.Contribution;
import io.faultdesk.prediction.Forecast.Deviation;
import io.faultdesk.prediction.ModelStore.InForce;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One service as the model in force sees it: row after row as in training, and between two rows the one that would come if it
 * ended now. Thread-safe.
 */
final class Outlook {

  /** So much later than their time samples may still come for a row; what is later is missing in it. */
  private static final Duration LATE = Duration.ofSeconds(5);
  private static final int MOST_TOLD = 8;
  private static final int MOST_NAMED = 3;
  /** From so many deviations on an indicator is named. */
  private static final double FAR = 3;

  private final ServiceName service;
  private final InForce model;
  private final Usual usual;
  private final FeatureStream stream;
  private final long step;
  private final int window;
  /** When the row begins that has not been taken yet, epoch milliseconds. */
  private long next;
  private double[] values = new double[0];
  private double[] features = new double[0];
  private double probability;

  Outlook(ServiceName service, InForce model, Usual usual, Instant now) {
    this.service = service;
    this.model = model;
    this.usual = usual;
    FeatureSchema schema = model.model().schema();
    stream = new FeatureStream(schema, usual.indicators(), usual.baseline());
    stream.watchedSince(minutes(usual.since().toEpochMilli()));
    step = Duration.ofMinutes(schema.step()).toMillis();
    window = schema.window();
    next = Math.floorDiv(now.toEpochMilli() - LATE.toMillis(), step) * step - window * step;
  }

  /** Whether it is of that model and of what is known to be usual; else a new one is to be made. */
  boolean isOf(InForce other, Usual known) {
    return model.equals(other) && usual.equals(known);
  }

  /**
   * Scores it at that moment, which is not before the last one.
   *
   * @param faults when its faults have begun so far
   * @return P(fault within the horizon)
   */
  synchronized double score(Instant now, IndicatorBoard board, List<Instant> faults) {
    long last = minutes(now.toEpochMilli() - step);
    // a row knows of what began before it, as in training
    stream.knowFaults(
        faults.stream().map(fault -> minutes(fault.toEpochMilli())).filter(minute -> minute <= last).toList());
    long complete = now.toEpochMilli() - LATE.toMillis();
    // what lies farther back than a window has no effect
    next = Math.max(next, Math.floorDiv(complete, step) * step - window * step);
    for (; next + step <= complete; next += step) {
      stream.next(minutes(next), row(board, next));
    }
    values = row(board, now.toEpochMilli() - step);
    features = stream.ifNext(last, values);
    probability = model.model().probability(features);
    return probability;
  }

  /** What the last score was made of. */
  synchronized Seen seen() {
    return new Seen(service, probability, features);
  }

  /** What the last score comes to. */
  synchronized Forecast forecast() {
    FaultModel fitted = model.model();
    String certainty = Forecast.certainty(probability, fitted.threshold());
    List<Deviation> farthest = usual.farthest(values, MOST_TOLD);
    return new Forecast(
        service, probability, fitted.baseRate(), fitted.threshold(), fitted.ahead().toSeconds(),
        certainty, text(certainty, farthest), model.name(), model.version(), contributions(), farthest);
  }

  private List<Contribution> contributions() {
    List<Feature> fitted = model.model().features();
    return IntStream.range(0, features.length)
        .mapToObj(i -> contribution(fitted.get(i), features[i]))
        .filter(each -> each.weight() != 0)
        .sorted(comparingDouble((Contribution each) -> Math.abs(each.weight())).reversed())
        .limit(MOST_TOLD)
        .toList();
  }

  private Contribution contribution(Feature feature, double value) {
    String meaning = model.model().schema().meaning(feature.name());
    return new Contribution(feature.name(), meaning, value, feature.contribution(value));
  }

  private String text(String certainty, List<Deviation> farthest) {
    FaultModel fitted = model.model();
    String what = fitted.task() == Task.DETECT
        ? "That something is wrong with %s is %s".formatted(service, certainty)
        : "A fault of %s within %s is %s"
            .formatted(service, Words.time(fitted.ahead()), certainty);
    String why = farthest.stream().filter(each -> Math.abs(each.distance()) >= FAR).limit(MOST_NAMED)
        .map(each -> each.indicator() + " " + Words.number(each.value()) + " instead of " + Words.number(each.usual()))
        .collect(joining(", "));
    return "%s: %s, usually %s.".formatted(what, Words.percent(probability), Words.percent(fitted.baseRate()))
        + (why.isEmpty() ? "" : " Far from usual: " + why + ".");
  }

  private double[] row(IndicatorBoard board, long from) {
    TimeRange time = new TimeRange(Instant.ofEpochMilli(from), Instant.ofEpochMilli(from + step));
    return usual.values(board.row(service, time));
  }

  private static long minutes(long millis) {
    return Math.floorDiv(millis, 60_000);
  }
}
