package io.faultdesk.prediction;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingDouble;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.faultdesk.prediction.FaultModel.Feature;
import io.faultdesk.prediction.FaultModel.Training;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Trains a model. Which kinds of features it gets and how strongly it is held back (λ) is what does best on units that were kept
 * out; the probabilities are then calibrated and the threshold is chosen on those units too.
 */
final class Trainer {

  static final int WINDOW = 15;

  /** λ for each row that is fitted to. */
  private static final double[] LAMBDAS = {1e-5, 1e-4, 1e-3, 1e-2, 1e-1};
  private static final int FOLDS = 5;
  private static final int SEED = 7;
  /** With more rows, quiet ones are left out at equal distances: they are nearly all alike. */
  private static final int MOST_ROWS = 40_000;

  private final DataFolder data;
  private final Question question;
  private final FeatureSchema widest;
  private final List<Examples> parts;
  private final int thinning;

  private Trainer(DataFolder data, Question question, FeatureSchema widest, List<Examples> parts) {
    this.data = data;
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
  static Trained train(DataFolder data, Question asked, DoubleConsumer progress) throws InterruptedException {
    return train(data, asked, Runtime.getRuntime().availableProcessors(), progress);
  }

  /** The same on so many processors, whatever else this one does. */
  static Trained train(DataFolder data, Question asked, int threads, DoubleConsumer progress)
      throws InterruptedException {
    List<UnitHistory> units = data.units();
    Horizon horizon = inMinutes(asked.horizon(), data);
    Question question = new Question(asked.task(), horizon, asked.falseAlarmsADay(), asked.few(), asked.features());
    FeatureSchema widest = widest(data, question);
    if (!question.few().isEmpty() && (!data.hasHistory() || units.size() == 1)) {
      throw new IllegalArgumentException(
          "units with a history are needed, several of them, to show each with few of its indicators");
    }
    Random random = new Random(SEED);
    List<Examples> examples = units.stream()
        .flatMap(
            unit -> Stream.concat(Stream.of(unit), question.few().stream().map(count -> unit.few(count, random))))
        .map(unit -> Examples.of(unit, widest, question)).toList();
    int ahead = horizon == null ? 0 : horizon.count();
    List<Examples> parts = examples.size() == 1 ? examples.getFirst().parts(FOLDS, WINDOW + ahead) : examples;
    Trainer trainer = new Trainer(data, question, widest, parts);
    trainer.check();
    return trainer.train(threads, progress);
  }

  /** All that may be tried. */
  private static FeatureSchema widest(DataFolder data, Question question) {
    List<FeatureGroup> groups = question.features().isEmpty() ? usual(data, question)
        : question.features().stream().distinct().sorted().toList();
    List<UnitHistory> units = data.units();
    boolean single = groups.contains(FeatureGroup.INDICATORS);
    if (single && units.stream().map(UnitHistory::indicators).distinct().count() > 1) {
      throw new IllegalArgumentException("to learn from indicators by themselves, all units must have the same ones");
    }
    if (groups.contains(FeatureGroup.SUMMARY) && !data.hasHistory()) {
      throw new IllegalArgumentException(
          "to learn from a summary, a history of each unit is needed, which says what is usual for it");
    }
    if (groups.contains(FeatureGroup.RECURRENCE) && !data.inMinutes()) {
      throw new IllegalArgumentException("cycles have no time of day, and no recurrence can be learned from them");
    }
    FeatureSchema schema = new FeatureSchema(
        FeatureSchema.VERSION, data.step(), WINDOW, groups, single ? units.getFirst().indicators() : List.of(),
        question.horizon());
    if (Set.copyOf(schema.names()).size() < schema.names().size()) {
      throw new IllegalArgumentException("an indicator must not be named as what is told of all of them together, "
          + "such as robust.max");
    }
    return schema;
  }

  private static List<FeatureGroup> usual(DataFolder data, Question question) {
    return !data.hasHistory() ? List.of(FeatureGroup.INDICATORS)
        : question.task() == Task.DETECT ? List.of(FeatureGroup.SUMMARY)
            : List.of(FeatureGroup.SUMMARY, FeatureGroup.RECURRENCE);
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
      long parted = units().filter(part -> parts.get(part).has(label)).count();
      if (parted < 2) {
        throw new IllegalArgumentException(
            "to learn from, rows " + (label == 1 ? "with" : "without")
                + " a fault are needed in at least two units, or at two times of one; here they are in " + parted);
      }
    }
  }

  /** Of the parts that show the same unit the first; each part where there is but one unit. */
  private IntStream units() {
    int each = 1 + question.few().size();
    return IntStream.range(0, parts.size() / each).map(unit -> unit * each);
  }

  private Trained train(int threads, DoubleConsumer progress) throws InterruptedException {
    // Smile fits with parallel streams, which take the threads of the pool that they are called in, or else all processors
    ForkJoinPool workers = new ForkJoinPool(threads);
    try {
      return workers.submit(() -> train(progress)).get();
    } catch (ExecutionException failed) {
      throw new IllegalStateException("training failed", failed.getCause());
    } finally {
      workers.shutdownNow();
      workers.close();
    }
  }

  private Trained train(DoubleConsumer progress) {
    List<Trial> trials = new ArrayList<>();
    List<List<FeatureGroup>> mixtures = mixtures();
    for (List<FeatureGroup> groups : mixtures) {
      trials.addAll(trials(groups));
      progress.accept((double) (mixtures.indexOf(groups) + 1) / (mixtures.size() + 1));
    }
    Trial best = trials.stream().max(comparingDouble(trial -> trial.candidate.precision())).orElseThrow();
    Trained trained = trained(best, trials.stream().map(Trial::candidate).toList());
    progress.accept(1);
    return trained;
  }

  /** Each kind of features alone, and beside each other. */
  private List<List<FeatureGroup>> mixtures() {
    List<FeatureGroup> all = widest.groups();
    return IntStream.range(1, 1 << all.size()).boxed().sorted(comparing(Integer::bitCount))
        .map(taken -> all.stream().filter(group -> (taken >> all.indexOf(group) & 1) == 1).toList()).toList();
  }

  /** How these features do with each λ on parts that are kept out. */
  private List<Trial> trials(List<FeatureGroup> groups) {
    List<Examples> narrow = narrow(groups);
    double[][][] scores = new double[LAMBDAS.length][parts.size()][];
    List.copyOf(folds()).parallelStream().forEach(fold -> keepOut(fold, narrow, scores));
    return IntStream.range(0, LAMBDAS.length).mapToObj(i -> trial(groups, LAMBDAS[i], scores[i])).toList();
  }

  /** Parts that are kept out together, each with all that shows the same unit; those with faults are dealt to different folds. */
  private Collection<List<Integer>> folds() {
    int each = 1 + question.few().size();
    int units = parts.size() / each;
    int folds = units <= 2 * FOLDS ? units : FOLDS;
    List<Integer> faultyFirst = IntStream.range(0, units).boxed()
        .sorted(comparing((Integer unit) -> parts.get(unit * each).has(1)).reversed()).toList();
    return IntStream.range(0, parts.size()).boxed()
        .collect(groupingBy(i -> i / each % folds, mapping(i -> faultyFirst.get(i / each) * each + i % each, toList())))
        .values();
  }

  private void keepOut(List<Integer> fold, List<Examples> narrow, double[][][] scores) {
    List<Examples> in = IntStream.range(0, narrow.size()).filter(part -> !fold.contains(part)).mapToObj(narrow::get)
        .toList();
    Matrix matrix = Matrix.of(in, thinning);
    for (int i = 0; i < LAMBDAS.length; i++) {
      double[] weights = matrix.fit(LAMBDAS[i]);
      for (int part : fold) {
        scores[i][part] = matrix.scores(narrow.get(part), weights);
      }
    }
  }

  private Trial trial(List<FeatureGroup> groups, double lambda, double[][] scores) {
    double precision = !data.hasHistory() ? Metrics.of(joined(scores), labels()).averagePrecision()
        : IntStream.range(0, parts.size()).filter(part -> parts.get(part).has(1))
            .mapToDouble(part -> Metrics.of(scores[part], parts.get(part).y()).averagePrecision()).average()
            .orElseThrow();
    return new Trial(new Candidate(groups, lambda, precision), scores);
  }

  private double[] labels() {
    return joined(parts.stream().map(Examples::y).toArray(double[][]::new));
  }

  private static double[] joined(double[][] parts) {
    return Arrays.stream(parts).flatMapToDouble(Arrays::stream).toArray();
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

  private Trained trained(Trial best, List<Candidate> candidates) {
    Calibration calibration = Calibration.of(joined(best.scores), labels());
    List<Scored> keptOut = IntStream.range(0, parts.size())
        .mapToObj(part -> scored(parts.get(part), best.scores[part], calibration)).toList();
    double threshold = threshold(keptOut);
    Candidate chosen = best.candidate;
    List<Examples> narrow = narrow(chosen.groups());
    Matrix matrix = Matrix.of(narrow, thinning);
    double[] weights = matrix.fit(chosen.lambda());
    FeatureSchema schema = schema(chosen.groups());
    List<String> names = schema.names();
    List<Feature> features = IntStream.range(0, names.size())
        .mapToObj(
            i -> new Feature(names.get(i), matrix.mean()[i], matrix.scale()[i], calibration.slope() * weights[i]))
        .toList();
    boolean minutes = data.inMinutes();
    Map<String, Map<String, Double>> unitMetrics = new LinkedHashMap<>();
    keptOut.forEach(unit -> unitMetrics.put(unit.unit(), Figures.of(List.of(unit), threshold, minutes)));
    FaultModel model = new FaultModel(
        FaultModel.FORMAT, question.task(), question.horizon(), schema, features,
        calibration.slope() * weights[names.size()] + calibration.intercept(), threshold,
        chosen.lambda() * matrix.y().length, Training.of(data, keptOut), Figures.of(keptOut, threshold, minutes),
        unitMetrics);
    return new Trained(model.with(Spreads.of(model, keptOut, narrow)), keptOut, candidates);
  }

  private static Scored scored(Examples part, double[] scores, Calibration calibration) {
    return new Scored(part.unit(), part.times(), Arrays.stream(scores).map(calibration::probability).toArray(),
        part.y());
  }

  /** Never below the base rate, however seldom that has been wrong: what is as safe as ever is nothing to tell. */
  private double threshold(List<Scored> keptOut) {
    Metrics metrics = Scored.metrics(keptOut);
    double within = Metrics.thresholdFor(question.falseAlarmsADay(), keptOut.stream().map(Scored::onCall).toList());
    return data.inMinutes() ? Math.clamp(within, metrics.baseRate(), 1) : metrics.bestThreshold();
  }

  /** @param scores of each part, by a model that has not seen it */
  private record Trial(Candidate candidate, double[][] scores) {}
}
