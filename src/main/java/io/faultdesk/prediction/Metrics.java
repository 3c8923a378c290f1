package io.faultdesk.prediction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** How good scores are, in the usual terms; no point-adjust, by which even chance looks good. */
final class Metrics {

  /** Faults are rare, so that most rows are at the lower end. */
  private static final double[] BIN_ENDS = {0.01, 0.03, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1};
  private static final double FINE = 0.006;

  private final double[] scores;
  private final double[] labels;
  private final int[] falling;
  private final long positives;

  private Metrics(double[] scores, double[] labels) {
    this.scores = scores;
    this.labels = labels;
    falling = IntStream.range(0, scores.length).filter(i -> !Double.isNaN(labels[i])).boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> scores[i]).reversed())
        .mapToInt(Integer::intValue).toArray();
    positives = Arrays.stream(labels).filter(label -> label == 1).count();
  }

  /** @param labels 1, 0, or NaN for a row that does not count */
  static Metrics of(double[] scores, double[] labels) {
    return new Metrics(scores, labels);
  }

  long rows() {
    return falling.length;
  }

  long positives() {
    return positives;
  }

  /** Whether there are rows with a fault and rows without, so that it can be said how well scores tell them apart. */
  boolean mixed() {
    return positives > 0 && positives < rows();
  }

  double baseRate() {
    return (double) positives / falling.length;
  }

  /** Area under the ROC curve: the share of pairs that are in the right order, equal ones half; NaN where a label is missing. */
  double auc() {
    long negatives = falling.length - positives;
    double inOrder = 0;
    long above = 0;
    for (int from = 0; from < falling.length;) {
      int to = tied(from);
      long good = IntStream.range(from, to).filter(i -> labels[falling[i]] == 1).count();
      long bad = to - from - good;
      inOrder += bad * (above + good / 2.0);
      above += good;
      from = to;
    }
    return inOrder / positives / negatives;
  }

  /** Average precision: the precision at each threshold, weighted with the recall that it adds. */
  double averagePrecision() {
    double sum = 0;
    long found = 0;
    for (int from = 0; from < falling.length;) {
      int to = tied(from);
      long good = IntStream.range(from, to).filter(i -> labels[falling[i]] == 1).count();
      found += good;
      sum += (double) good / positives * found / to;
      from = to;
    }
    return positives == 0 ? Double.NaN : sum;
  }

  /** The mean squared error of probabilities. */
  double brier() {
    return Arrays.stream(falling).mapToDouble(i -> (scores[i] - labels[i]) * (scores[i] - labels[i])).average()
        .orElse(Double.NaN);
  }

  /** The harmonic mean of precision and recall of the rows at or above that threshold. */
  double f1(double threshold) {
    long said = Arrays.stream(falling).filter(i -> scores[i] >= threshold).count();
    long right = Arrays.stream(falling).filter(i -> scores[i] >= threshold && labels[i] == 1).count();
    return 2.0 * right / (said + positives);
  }

  /** The threshold with the best {@link #f1}. */
  double bestThreshold() {
    double best = 1;
    double bestF1 = -1;
    long found = 0;
    for (int from = 0; from < falling.length;) {
      int to = tied(from);
      found += IntStream.range(from, to).filter(i -> labels[falling[i]] == 1).count();
      double f1 = 2.0 * found / (to + positives);
      if (f1 > bestF1) {
        bestF1 = f1;
        best = scores[falling[from]];
      }
      from = to;
    }
    return best;
  }

  /** Of the rows that have and have not a fault the shares at or above each threshold, as y and x. */
  Curve roc() {
    long negatives = falling.length - positives;
    return curve((said, right) -> new double[]{(double) (said - right) / negatives, (double) right / positives});
  }

  /** The precision at each recall. */
  Curve precisionRecall() {
    return curve((said, right) -> new double[]{(double) right / positives, said == 0 ? 1 : (double) right / said});
  }

  /** From the highest threshold down, where a curve bends; a picture needs no more of it. */
  private Curve curve(LongsToPoint point) {
    List<double[]> points = new ArrayList<>();
    points.add(point.at(0, 0));
    long right = 0;
    for (int from = 0; from < falling.length;) {
      int to = tied(from);
      right += IntStream.range(from, to).filter(i -> labels[falling[i]] == 1).count();
      double[] next = point.at(to, right);
      double[] last = points.getLast();
      if (Math.hypot(next[0] - last[0], next[1] - last[1]) > FINE || to == falling.length) {
        points.add(next);
      }
      from = to;
    }
    return new Curve(
        points.stream().mapToDouble(each -> each[0]).toArray(), points.stream().mapToDouble(each -> each[1]).toArray());
  }

  private interface LongsToPoint {

    double[] at(long said, long right);
  }

  /** Points one after the other. */
  record Curve(double[] x, double[] y) {}

  /** The share of the rows without a fault that are at or above that threshold. */
  double falseRate(double threshold) {
    return share(threshold, 0);
  }

  /** The share of the rows with a fault that are. */
  double recall(double threshold) {
    return share(threshold, 1);
  }

  private double share(double threshold, int label) {
    long of = Arrays.stream(falling).filter(i -> labels[i] == label).count();
    long said = Arrays.stream(falling).filter(i -> labels[i] == label && scores[i] >= threshold).count();
    return (double) said / of;
  }

  /** The share of the rows at or above that threshold that have a fault; NaN where there are none. */
  double precision(double threshold) {
    long said = Arrays.stream(falling).filter(i -> scores[i] >= threshold).count();
    return recall(threshold) * positives / said;
  }

  /** How probabilities hold: rows of about the same one together, those without rows left out. */
  List<Bin> calibration() {
    List<Bin> bins = new ArrayList<>();
    for (int i = 0; i < BIN_ENDS.length; i++) {
      double from = i == 0 ? 0 : BIN_ENDS[i - 1];
      double to = BIN_ENDS[i];
      int[] in = Arrays.stream(falling).filter(row -> scores[row] >= from && (scores[row] < to || to == 1)).toArray();
      if (in.length > 0) {
        bins.add(
            new Bin(
                from, to, in.length, Arrays.stream(in).mapToDouble(row -> scores[row]).average().orElseThrow(),
                Arrays.stream(in).mapToDouble(row -> labels[row]).average().orElseThrow()));
      }
    }
    return bins;
  }

  /**
   * Rows whose probability is at least {@code from} and less than {@code to}.
   *
   * @param said the mean of their probabilities
   * @param was the share that had a fault
   */
  record Bin(double from, double to, int rows, double said, double was) {}

  private int tied(int from) {
    int to = from;
    while (to < falling.length && scores[falling[to]] == scores[falling[from]]) {
      to++;
    }
    return to;
  }

  /**
   * Scores and labels of one unit, as somebody on call would live with them.
   *
   * @param times in minutes
   */
  record OnCall(long[] times, double[] scores, double[] labels) {

    static final long REST = 30;

    /** Runs of rows that should be said, as {@code {first, behind the last}}. */
    List<int[]> events() {
      List<int[]> events = new ArrayList<>();
      for (int row = 0; row < labels.length; row++) {
        if (labels[row] == 1) {
          if (row > 0 && labels[row - 1] == 1) {
            events.getLast()[1] = row + 1;
          } else {
            events.add(new int[]{row, row + 1});
          }
        }
      }
      return events;
    }

    double days() {
      long counted = Arrays.stream(labels).filter(label -> !Double.isNaN(label)).count();
      // a gap is no time that anybody watched
      long apart = IntStream.range(1, times.length).mapToLong(row -> times[row] - times[row - 1]).min().orElse(1);
      return counted * apart / (24.0 * 60);
    }

    /** Alarms, one at most in 30 minutes, in whose next 30 minutes no row should be said. */
    int falseAlarms(double threshold) {
      int falseAlarms = 0;
      long last = Long.MIN_VALUE / 2;
      for (int row = 0; row < scores.length; row++) {
        if (!Double.isNaN(labels[row]) && scores[row] >= threshold && times[row] - last >= REST) {
          last = times[row];
          falseAlarms += soon(row) ? 0 : 1;
        }
      }
      return falseAlarms;
    }

    private boolean soon(int row) {
      for (int next = row; next < labels.length && times[next] - times[row] <= REST; next++) {
        if (labels[next] == 1) {
          return true;
        }
      }
      return false;
    }

    long found(double threshold) {
      return events().stream()
          .filter(event -> IntStream.range(event[0], event[1]).anyMatch(row -> scores[row] >= threshold))
          .count();
    }
  }

  /**
   * The lowest threshold that, like all higher ones, makes at most so many false alarms in a day of one unit.
   *
   * @return positive infinity where even the highest score makes more
   */
  static double thresholdFor(double falseAlarmsADay, List<OnCall> units) {
    double days = units.stream().mapToDouble(OnCall::days).sum();
    double[] candidates = candidates(units);
    double threshold = Double.POSITIVE_INFINITY;
    for (double candidate : candidates) {
      int falseAlarms = units.stream().mapToInt(unit -> unit.falseAlarms(candidate)).sum();
      if (falseAlarms > falseAlarmsADay * days) {
        return threshold;
      }
      threshold = candidate;
    }
    return threshold;
  }

  /** From the highest score down, close together at first. */
  private static double[] candidates(List<OnCall> units) {
    double[] scores = units.stream()
        .flatMapToDouble(unit -> IntStream.range(0, unit.scores.length)
            .filter(row -> !Double.isNaN(unit.labels[row]))
            .mapToDouble(row -> unit.scores[row]))
        .distinct().sorted().toArray();
    return IntStream.range(0, Math.min(scores.length, 600))
        .map(i -> scores.length <= 600 ? i : (int) (Math.pow((i + 1) / 600.0, 3) * (scores.length - 1)))
        .distinct()
        .mapToDouble(i -> scores[scores.length - 1 - i])
        .toArray();
  }

  /** How many false alarms a unit causes in a day at that threshold. */
  static double falseAlarmsADay(double threshold, List<OnCall> units) {
    return units.stream().mapToInt(unit -> unit.falseAlarms(threshold)).sum()
        / units.stream().mapToDouble(OnCall::days).sum();
  }

  /** The share of events of which something is said at that threshold. */
  static double recall(double threshold, List<OnCall> units) {
    long events = units.stream().mapToLong(unit -> unit.events().size()).sum();
    long found = units.stream().mapToLong(unit -> unit.found(threshold)).sum();
    return (double) found / events;
  }
}
