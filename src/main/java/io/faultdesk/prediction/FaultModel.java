package io.faultdesk.prediction;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A trained logistic regression: P(fault) = 1 / (1 + e<sup>−(w·x + b)</sup>), where x are the features, each moved and scaled as
 * in training. Kept as one JSON file that holds no code.
 *
 * @param format of the file
 * @param bias b
 * @param threshold the probability from which on it says so
 * @param lambda weight of the squared weights in training
 * @param metrics on units or times that were kept out of the training
 * @param unitMetrics the same of each of them
 * @param spreads what it saw and said in training, null in files from before that was kept
 */
record FaultModel(
    int format,
    Task task,
    @Nullable Horizon horizon,
    FeatureSchema schema,
    List<Feature> features,
    double bias,
    double threshold,
    double lambda,
    Training training,
    Map<String, Double> metrics,
    Map<String, Map<String, Double>> unitMetrics,
    @Nullable Spreads spreads) {

  static final int FORMAT = 1;

  /** A feature counts at most this many deviations, so that nothing unheard of decides alone. */
  private static final double FARTHEST = 8;

  private static final int MOST_TOLD = 15;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  FaultModel(
      int format,
      Task task,
      @Nullable Horizon horizon,
      FeatureSchema schema,
      List<Feature> features,
      double bias,
      double threshold,
      double lambda,
      Training training,
      Map<String, Double> metrics,
      Map<String, Map<String, Double>> unitMetrics) {
    this(format, task, horizon, schema, features, bias, threshold, lambda, training, metrics, unitMetrics, null);
  }

  FaultModel with(Spreads known) {
    return new FaultModel(format, task, horizon, schema, features, bias, threshold, lambda, training, metrics,
        unitMetrics, known);
  }

  /** The model in that file; an {@link IOException} says what is wrong with it. */
  static FaultModel read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException("there is no file " + file);
    }
    return parse(file.toString(), Files.readString(file));
  }

  /** The model that is written there; an {@link IOException} says what is wrong with it, and where in that file. */
  static FaultModel parse(String file, String text) throws IOException {
    try {
      FaultModel model = JSON.readValue(withSpreads(text), FaultModel.class);
      if (model == null) {
        throw new IllegalArgumentException("it is empty");
      }
      model.check();
      return model;
    } catch (JsonProcessingException wrong) {
      JsonLocation at = wrong.getLocation();
      String place = at == null ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr();
      String reason = wrong.getOriginalMessage().lines().findFirst().orElse("").replaceFirst(" \\(index \\d+\\).*", "");
      throw new IOException(file + place + ": no model: " + reason, wrong);
    } catch (IllegalArgumentException wrong) {
      throw new IOException(file + ": no model: " + wrong.getMessage(), wrong);
    }
  }

  /** A file from before spreads were kept, as one that has none; all else in it stays where it is. */
  private static String withSpreads(String text) throws JsonProcessingException {
    return JSON.readTree(text) instanceof ObjectNode tree && !tree.isEmpty() && !tree.has("spreads")
        ? text.substring(0, text.lastIndexOf('}')) + ",\"spreads\":null}"
        : text;
  }

  private void check() {
    if (schema == null
        || Stream.of(task, schema.groups(), schema.indicators(), features, training, metrics, unitMetrics)
            .anyMatch(Objects::isNull)
        || Stream.of(schema.groups(), schema.indicators(), features, metrics.values(), unitMetrics.values())
            .flatMap(Collection::stream).anyMatch(Objects::isNull)
        || unitMetrics.values().stream().flatMap(of -> of.values().stream()).anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException("a part of it is null");
    }
    if (format != FORMAT || schema.version() != FeatureSchema.VERSION) {
      throw new IllegalArgumentException(
          "it has the format " + format + "." + schema.version() + ", this program knows "
              + FORMAT + "." + FeatureSchema.VERSION);
    }
    if ((task == Task.PREDICT) != (horizon != null) || !Objects.equals(horizon, schema.horizon())) {
      throw new IllegalArgumentException("its horizon does not suit its task");
    }
    if (!features.stream().map(Feature::name).toList().equals(schema.names())) {
      throw new IllegalArgumentException("its features are not those of its schema");
    }
    if (spreads != null && !spreads.good(schema.names())) {
      throw new IllegalArgumentException("what it saw in training is not told as edges that ascend and their shares");
    }
    if (schema.window() < 1 || schema.window() > FeatureSchema.WIDEST || schema.step() < 0
        || schema.groups().contains(FeatureGroup.RECURRENCE) && horizon == null) {
      throw new IllegalArgumentException("its schema has no window from 1 to " + FeatureSchema.WIDEST
          + " rows, rows apart less than nothing, or recurrence without a horizon");
    }
    if (!features.stream().allMatch(Feature::good) || !Double.isFinite(bias) || !(threshold >= 0 && threshold <= 1)) {
      throw new IllegalArgumentException(
          "a weight, a mean or the bias is no number, a scale not above 0, or the threshold no probability");
    }
  }

  /** As it is kept in a file. */
  String json() throws IOException {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n";
  }

  /** How far it looks ahead; one that says what is wrong now is right where that shows within as much time as an alarm is given. */
  Duration ahead() {
    return Duration.ofMinutes(horizon == null ? Metrics.OnCall.REST : horizon.count());
  }

  /** How long a row is. */
  Duration step() {
    return Duration.ofMinutes(schema.step());
  }

  /** How far back it looks. */
  Duration memory() {
    return step().multipliedBy(schema.window());
  }

  /** The share of rows that were faulty, or had a fault before them, in training. */
  double baseRate() {
    return metrics.getOrDefault("baseRate", Double.NaN);
  }

  /** P(fault) for these features in the order of the schema. */
  double probability(double[] x) {
    return probability(logit(x));
  }

  /** w·x + b. */
  double logit(double[] x) {
    double logit = bias;
    for (int i = 0; i < x.length; i++) {
      logit += features.get(i).contribution(x[i]);
    }
    return logit;
  }

  /** The features with the largest weights, these first; without those that have none. */
  List<Feature> strongest() {
    return features.stream().filter(feature -> feature.weight() != 0)
        .sorted(Comparator.comparingDouble((Feature feature) -> Math.abs(feature.weight())).reversed())
        .limit(MOST_TOLD).toList();
  }

  /** Where the feature of that name stands. */
  int index(String name) {
    return schema.names().indexOf(name);
  }

  Feature feature(String name) {
    return features.get(index(name));
  }

  static double probability(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }

  /**
   * One feature.
   *
   * @param mean in the training data
   * @param scale standard deviation there; 1 where it never changed
   */
  record Feature(String name, double mean, double scale, double weight) {

    /** w·x, where x is moved, scaled and bounded; an unknown one counts as usual. */
    double contribution(double x) {
      return weight * scaled(x);
    }

    boolean good() {
      return Double.isFinite(mean) && scale > 0 && Double.isFinite(scale) && Double.isFinite(weight);
    }

    double scaled(double x) {
      return Double.isNaN(x) ? 0 : Math.clamp((x - mean) / scale, -FARTHEST, FARTHEST);
    }
  }

  /**
   * What it was trained on.
   *
   * @param data SHA-256 of all of it
   * @param from the first minute or cycle of all units
   * @param to the last one
   * @param rows those with a label
   */
  record Training(String data, long from, long to, int units, int rows, int positives) {

    static Training of(DataFolder data, List<Scored> units) {
      Metrics metrics = Scored.metrics(units);
      return new Training(
          data.digest(), data.from(), data.to(), data.units().size(), (int) metrics.rows(), (int) metrics.positives());
    }
  }
}
