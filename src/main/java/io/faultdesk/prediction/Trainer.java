package io.faultdesk.prediction;

import static java.util.Comparator.comparing;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toList;

import io.faultdesk.prediction.FaultModel.Feature;
import io.faultdesk.prediction.FaultModel.Training;
import io.faultdesk.prediction.Metrics.OnCall;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import smile.classification.LogisticRegression;

/**
 * Trains a model. Which kinds of features it gets and how strongly it is held back (λ) is what does best on units that were kept
 * out, by average precision; the probabilities are then calibrated and the threshold is chosen on those units too (Platt 1999).
 */
final class Trainer {

  static final int WINDOW = 15;

  /** λ for each row that is fitted to. */
  private static final double[] LAMBDAS = {1e-5, 1e-4, 1e-3, 1e-2, 1e-1};
  private static final int FOLDS = 5;
  /** With more rows, quiet ones are left out at equal distances: they are nearly all alike. */
  private static final int MOST_ROWS = 40_000;
  private static final double TOLERANCE = 1e-5;
  private static final int MOST_STEPS = 200;

  private final Question question;
  private final FeatureSchema widest;
  private final List<Examples> parts;
  private final int thinning;

  private Trainer(Question question, FeatureSchema widest, List<Examples> parts) {
    this.question = question;
    this.widest = widest;
    this.parts = parts;
    long rows = parts.stream().flatMapToDouble(part -> Arrays.stream(part.y())).filter(y -> !Double.isNaN(y)).count();
    thinning = (int) Math.ceilDiv(rows, MOST_ROWS);
  }

  /**
   * A model of these units.
   *
   * @param progress told the share that is done
   * @throws IllegalArgumentException where the data cannot answer the question, with the reason
   */
  static FaultModel train(DataFolder data, Question asked, DoubleConsumer progress) throws InterruptedException {
    List<UnitHistory> units = data.units();
    Horizon horizon = inMinutes(asked.horizon(), data);
    Question question = new Question(asked.task(), horizon, asked.falseAlarmsADay());
    boolean normal = units.stream().allMatch(unit -> unit.normal().length > 0);
    List<FeatureGroup> groups = !normal ? List.of(FeatureGroup.INDICATORS)
        : question.task() == Task.DETECT ? List.of(FeatureGroup.SUMMARY)
            : List.of(FeatureGroup.SUMMARY, FeatureGroup.RECURRENCE);
    FeatureSchema widest = new FeatureSchema(
        FeatureSchema.VERSION, data.step(), WINDOW, groups, normal ? List.of() : units.getFirst().indicators(),
        horizon);
    List<Examples> examples = units.stream().map(unit -> Examples.of(unit, widest, question)).toList();
    int ahead = horizon == null ? 0 : horizon.count();
    List<Examples> parts = examples.size() == 1 ? examples.getFirst().parts(FOLDS, WINDOW + ahead) : examples;
    // those with faults first, so that they are dealt to different folds
    Trainer trainer = new Trainer(
        question, widest, parts.stream().sorted(comparing((Examples part) -> part.has(1)).reversed()).toList());
    trainer.check();
    return trainer.best(data, progress);
  }

  /** A number of rows that are minutes apart is a time, so that it means the same where they are farther apart. */
  private static @Nullable Horizon inMinutes(@Nullable Horizon horizon, DataFolder data) {
    if (horizon == null || !horizon.rows() || !data.inMinutes()) {
      return horizon;
    }
    return new Horizon(Math.multiplyExact(horizon.count(), data.step()), false);
  }

  private void check() {
    for (int label : new int[]{1, 0}) {
      long parted = parts.stream().filter(part -> part.has(label)).count();
      if (parted < 2) {
        throw new IllegalArgumentException(
            "to learn from, rows " + (label == 1 ? "with" : "without")
                + " a fault are needed in at least two units, or at two times of one; here they are in " + parted);
      }
    }
  }

  private FaultModel best(DataFolder data, DoubleConsumer progress) throws InterruptedException {
    Choice best = null;
    List<List<FeatureGroup>> choices = choices();
    for (List<FeatureGroup> groups : choices) {
      for (Choice choice : choices(groups)) {
        best = best == null || choice.precision > best.precision ? choice : best;
      }
      progress.accept((double) (choices.indexOf(groups) + 1) / (choices.size() + 1));
    }
    FaultModel model = model(data, requireNonNull(best));
    progress.accept(1);
    return model;
  }

  /** Each kind alone, and all together. */
  private List<List<FeatureGroup>> choices() {
    List<FeatureGroup> all = widest.groups();
    return all.size() == 1 ? List.of(all)
        : Stream.concat(all.stream().map(List::of), Stream.of(all)).collect(toList());
  }

  /** How these features do with each λ on parts that are kept out. */
  private List<Choice> choices(List<FeatureGroup> groups) throws InterruptedException {
    List<Examples> narrow = narrow(groups);
    int folds = Math.min(parts.size(), parts.size() <= 2 * FOLDS ? parts.size() : FOLDS);
    double[][][] scores = new double[LAMBDAS.length][parts.size()][];
    ExecutorService workers = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int fold = 0; fold < folds; fold++) {
        int out = fold;
        running.add(workers.submit(() -> keptOut(narrow, out, folds, scores)));
      }
      for (Future<?> each : running) {
        each.get();
      }
    } catch (ExecutionException failed) {
      throw new IllegalStateException("training failed", failed.getCause());
    } finally {
      workers.shutdownNow();
      workers.close();
    }
    List<Choice> choices = new ArrayList<>();
    for (int i = 0; i < LAMBDAS.length; i++) {
      choices
          .add(new Choice(groups, LAMBDAS[i], scores[i], Metrics.of(joined(scores[i]), labels()).averagePrecision()));
    }
    return choices;
  }

  private void keptOut(List<Examples> narrow, int out, int folds, double[][][] scores) {
    List<Examples> in =
        IntStream.range(0, narrow.size()).filter(part -> part % folds != out).mapToObj(narrow::get).toList();
    Matrix matrix = Matrix.of(in, thinning);
    for (int i = 0; i < LAMBDAS.length; i++) {
      double[] weights = matrix.fit(LAMBDAS[i]);
      for (int part = out; part < narrow.size(); part += folds) {
        scores[i][part] = matrix.scores(narrow.get(part), weights);
      }
    }
  }

  private List<Examples> narrow(List<FeatureGroup> groups) {
    List<String> all = widest.names();
    int[] columns = schema(groups).names().stream().mapToInt(all::indexOf).toArray();
    return columns.length == all.size() ? parts : parts.stream().map(part -> part.columns(columns)).toList();
  }

  private FeatureSchema schema(List<FeatureGroup> groups) {
    return new FeatureSchema(
        widest.version(), widest.step(), widest.window(), groups,
        groups.contains(FeatureGroup.INDICATORS) ? widest.indicators() : List.of(), widest.horizon());
  }

  private double[] labels() {
    return joined(parts.stream().map(Examples::y).toArray(double[][]::new));
  }

  private static double[] joined(double[][] parts) {
    return Arrays.stream(parts).flatMapToDouble(Arrays::stream).toArray();
  }

  private FaultModel model(DataFolder data, Choice choice) {
    double[] labels = labels();
    double[] calibration = calibration(joined(choice.scores), labels);
    double[][] calibrated = Arrays.stream(choice.scores)
        .map(part -> Arrays.stream(part).map(score -> FaultModel.probability(calibration[0] * score + calibration[1]))
            .toArray())
        .toArray(double[][]::new);
    List<OnCall> onCall = IntStream.range(0, parts.size())
        .mapToObj(i -> new OnCall(parts.get(i).times(), calibrated[i], parts.get(i).y()))
        .toList();
    Metrics metrics = Metrics.of(joined(calibrated), labels);
    boolean minutes = data.inMinutes();
    double threshold = minutes
        ? Math.min(1, Metrics.thresholdFor(question.falseAlarmsADay(), onCall))
        : metrics.bestThreshold();

    Matrix matrix = Matrix.of(narrow(choice.groups), thinning);
    double[] weights = matrix.fit(choice.lambda);
    FeatureSchema schema = schema(choice.groups);
    List<String> names = schema.names();
    List<Feature> features = IntStream.range(0, names.size())
        .mapToObj(i -> new Feature(names.get(i), matrix.mean[i], matrix.scale[i], calibration[0] * weights[i]))
        .toList();
    Map<String, Double> kept = new LinkedHashMap<>();
    kept.put("baseRate", metrics.baseRate());
    kept.put("auc", metrics.auc());
    kept.put("averagePrecision", metrics.averagePrecision());
    kept.put("brier", metrics.brier());
    kept.put("f1", metrics.f1(threshold));
    if (minutes) {
      kept.put("recallWithinBudget", Metrics.recall(threshold, onCall));
    }
    return new FaultModel(
        FaultModel.FORMAT, question.task(), question.horizon(), schema, features,
        calibration[0] * weights[names.size()] + calibration[1], threshold, choice.lambda * matrix.y.length,
        new Training(data.digest(), data.units().size(), (int) metrics.rows(), (int) metrics.positives()), kept);
  }

  /** Slope and intercept that make probabilities of scores; one that would turn them round is kept from it. */
  private static double[] calibration(double[] scores, double[] labels) {
    int[] known = IntStream.range(0, labels.length).filter(i -> !Double.isNaN(labels[i])).toArray();
    double[][] x = IntStream.of(known).mapToObj(i -> new double[]{scores[i]}).toArray(double[][]::new);
    int[] y = IntStream.of(known).map(i -> (int) labels[i]).toArray();
    double[] line =
        LogisticRegression.binomial(x, y, new LogisticRegression.Options(1e-3, TOLERANCE, MOST_STEPS)).coefficients();
    if (line[0] > 0) {
      return line;
    }
    double rate = (double) IntStream.of(y).sum() / y.length;
    return new double[]{1e-3, Math.log(rate / (1 - rate))};
  }

  /**
   * How a kind of training did.
   *
   * @param scores of each part, by a model that has not seen it
   */
  private record Choice(List<FeatureGroup> groups, double lambda, double[][] scores, double precision) {}

  /** Rows to fit to, scaled. */
  private record Matrix(double[][] x, int[] y, double[] mean, double[] scale) {

    static Matrix of(List<Examples> parts, int thinning) {
      List<double[]> rows = new ArrayList<>();
      List<Integer> labels = new ArrayList<>();
      for (Examples part : parts) {
        for (int row = 0; row < part.y().length; row++) {
          if (part.y()[row] == 1 || part.y()[row] == 0 && row % thinning == 0) {
            rows.add(part.x()[row]);
            labels.add((int) part.y()[row]);
          }
        }
      }
      int width = rows.getFirst().length;
      double[] mean = new double[width];
      double[] scale = new double[width];
      for (int i = 0; i < width; i++) {
        int column = i;
        double[] known = rows.stream().mapToDouble(row -> row[column]).filter(value -> !Double.isNaN(value)).toArray();
        double average = Arrays.stream(known).average().orElse(0);
        double spread =
            Math.sqrt(Arrays.stream(known).map(value -> (value - average) * (value - average)).average().orElse(0));
        mean[i] = average;
        scale[i] = spread > 1e-9 * Math.max(1, Math.abs(average)) ? spread : 1;
      }
      double[][] x = rows.stream().map(row -> scaled(row, mean, scale)).toArray(double[][]::new);
      return new Matrix(x, labels.stream().mapToInt(Integer::intValue).toArray(), mean, scale);
    }

    private static double[] scaled(double[] row, double[] mean, double[] scale) {
      double[] scaled = new double[row.length];
      for (int i = 0; i < row.length; i++) {
        scaled[i] = new Feature("", mean[i], scale[i], 1).scaled(row[i]);
      }
      return scaled;
    }

    /** The weights, and the bias behind them. */
    double[] fit(double lambda) {
      return LogisticRegression
          .binomial(x, y, new LogisticRegression.Options(lambda * y.length, TOLERANCE, MOST_STEPS))
          .coefficients();
    }

    double[] scores(Examples part, double[] weights) {
      return Arrays.stream(part.x()).mapToDouble(row -> {
        double[] scaled = scaled(row, mean, scale);
        double score = weights[scaled.length];
        for (int i = 0; i < scaled.length; i++) {
          score += weights[i] * scaled[i];
        }
        return score;
      }).toArray();
    }
  }
}
