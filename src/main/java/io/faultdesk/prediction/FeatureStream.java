package io.faultdesk.prediction;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns the rows of one unit, one after the other, into features. A row knows nothing of later ones. Distances, counts and times
 * are compressed by log(1 + x) before anything else is made of them, because the difference between 1 and 2 says more than that
 * between 19 and 20.
 */
final class FeatureStream {

  private static final double DAY = 24 * 60;
  private static final double AROUND = 30;
  /** As if a unit without faults had had its last one a week before it was first seen. */
  private static final double UNSEEN = 7 * DAY;

  private final FeatureSchema schema;
  private final @Nullable Baseline baseline;
  private final int[] columns;
  private final List<WindowSeries> series;
  private final List<Long> faults = new ArrayList<>();
  private final int width;
  private final double[] drivenOut;
  private @Nullable Long first;

  /** @param baseline what is usual for the unit; not needed where only its faults and its plain indicators are looked at */
  FeatureStream(FeatureSchema schema, List<String> indicators, @Nullable Baseline baseline) {
    this.schema = schema;
    this.baseline = baseline;
    columns = schema.indicators().stream().mapToInt(indicators::indexOf).toArray();
    width = schema.names().size();
    int count = 0;
    for (FeatureGroup group : schema.groups()) {
      count += group == FeatureGroup.SUMMARY ? 2 * FeatureSchema.OVER_INDICATORS.size()
          : group == FeatureGroup.INDICATORS ? columns.length : 0;
    }
    drivenOut = new double[count];
    series = Stream.generate(() -> new WindowSeries(schema.window())).limit(count).toList();
  }

  /** The features of each row of that unit. */
  static double[][] of(FeatureSchema schema, UnitHistory unit) {
    Baseline usual = schema.groups().contains(FeatureGroup.SUMMARY) ? Baseline.of(unit.normal()) : null;
    FeatureStream stream = new FeatureStream(schema, unit.indicators(), usual);
    int[] begins = unit.truth() == null ? new int[0] : unit.truth().begins();
    double[][] features = new double[unit.times().length][];
    int next = 0;
    for (int row = 0; row < features.length; row++) {
      if (unit.truth() instanceof Truth.Recorded recorded) {
        stream.knowFaults(recorded.known(unit.times()[row]));
      } else if (next < begins.length && begins[next] == row) {
        stream.faultBegan(unit.times()[row]);
        next++;
      }
      features[row] = stream.next(unit.times()[row], unit.values()[row]);
    }
    return features;
  }

  /** The unit has been watched since that minute. */
  void watchedSince(long time) {
    first = time;
  }

  /** A fault of this unit began at that minute. */
  void faultBegan(long time) {
    faults.add(time);
  }

  /** The faults of this unit that are known now began at these minutes, and no others. */
  void knowFaults(List<Long> begins) {
    faults.clear();
    faults.addAll(begins);
  }

  /** The features at that minute or cycle, at which the indicators have these values; NaN is a value that is not known. */
  double[] next(long time, double[] values) {
    if (first == null) {
      first = time;
    }
    double[] features = new double[width];
    int at = 0;
    int used = 0;
    for (FeatureGroup group : schema.groups()) {
      switch (group) {
        case SUMMARY -> {
          for (double distances : summaries(values)) {
            at = write(used++, Math.log1p(distances), features, at);
          }
        }
        case INDICATORS -> {
          for (int column : columns) {
            at = write(used++, column < 0 ? Double.NaN : values[column], features, at);
          }
        }
        case RECURRENCE -> at = recurrence(time, features, at);
      }
    }
    return features;
  }

  /** The features if these were the next values; forgotten at once. */
  double[] ifNext(long time, double[] values) {
    double[] features = next(time, values);
    for (int i = 0; i < drivenOut.length; i++) {
      series.get(i).takeBack(drivenOut[i]);
    }
    return features;
  }

  private int write(int number, double value, double[] features, int at) {
    WindowSeries window = series.get(number);
    drivenOut[number] = window.add(value);
    window.write(features, at);
    return at + FeatureSchema.OVER_WINDOW.size();
  }

  private double[] summaries(double[] values) {
    Baseline usual = requireNonNull(baseline);
    double[] summaries = new double[2 * FeatureSchema.OVER_INDICATORS.size()];
    summarise(usual.robustDistances(values), summaries, 0);
    summarise(usual.distances(values), summaries, FeatureSchema.OVER_INDICATORS.size());
    return summaries;
  }

  private static void summarise(double[] distances, double[] summaries, int at) {
    int count = distances.length;
    if (count == 0) {
      Arrays.fill(summaries, at, at + FeatureSchema.OVER_INDICATORS.size(), Double.NaN);
      return;
    }
    Arrays.sort(distances);
    int top = Math.max(0, count - 3);
    double sum = 0;
    double largest = 0;
    int beyond3 = 0;
    int beyond6 = 0;
    for (int i = 0; i < count; i++) {
      sum += distances[i];
      largest += i < top ? 0 : distances[i];
      beyond3 += distances[i] > 3 ? 1 : 0;
      beyond6 += distances[i] > 6 ? 1 : 0;
    }
    summaries[at] = sum / count;
    summaries[at + 1] = distances[count - 1];
    summaries[at + 2] = largest / (count - top);
    summaries[at + 3] = (double) beyond3 / count;
    summaries[at + 4] = (double) beyond6 / count;
    summaries[at + 5] = (distances[(count - 1) / 2] + distances[count / 2]) / 2;
  }

  /** How long ago the last fault began, how many there were, and how many at this time of day. */
  private int recurrence(long time, double[] features, int at) {
    double half = requireNonNull(schema.horizon()).count() / 2.0;
    double near = half + 3;
    double middle = time + half;
    features[at] = faults.isEmpty() ? time - requireNonNull(first) + UNSEEN : time - faults.getLast();
    features[at + 1] = faults.size();
    for (long fault : faults) {
      double ago = middle - fault;
      double besides = Math.abs(ago - DAY * Math.rint(ago / DAY));
      double yesterday = Math.abs(ago - DAY);
      features[at + 2] += besides <= near ? 1 : 0;
      features[at + 3] += besides <= AROUND ? 1 : 0;
      features[at + 4] = yesterday <= near ? 1 : features[at + 4];
      features[at + 5] = yesterday <= AROUND ? 1 : features[at + 5];
    }
    int behind = at + FeatureSchema.PAST_FAULTS.size();
    for (int i = at; i < behind; i++) {
      features[i] = Math.log1p(features[i]);
    }
    return behind;
  }
}
