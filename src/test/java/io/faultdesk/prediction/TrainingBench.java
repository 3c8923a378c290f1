package io.faultdesk.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.faultdesk.bench.Figures;
import io.faultdesk.bench.Race;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Training and prediction beside Debian's scikit-learn, by turns, each in a process of its own on the same rows from the same file: the
 * summary features of the servers in {@code -Dbench.data=DIR}, such as SMD's, two of which are kept out to measure on. Where more
 * rows are asked for than there are, they are repeated with a little noise.
 */
class TrainingBench {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int[] SIZES = {10_000, 100_000, 1_000_000};
  private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);
  private static final int KEPT_OUT = 2;
  private static final double LAMBDA = 0.01;
  /** Of the deviation of a feature. */
  private static final double NOISE = 0.01;

  @TempDir private Path folder;

  @Test
  void beside_scikit_learn() throws Exception {
    String data = System.getProperty("bench.data");
    assumeTrue(data != null, "-Dbench.data=DIR says where the servers are");
    Question question = new Question(Task.DETECT, null, 1);
    FeatureSchema schema =
        new FeatureSchema(FeatureSchema.VERSION, 1, Trainer.WINDOW, List.of(FeatureGroup.SUMMARY), List.of(), null);
    List<Examples> servers =
        DataFolder.read(Path.of(data)).units().stream().map(unit -> Examples.of(unit, schema, question)).toList();
    List<Examples> known = servers.subList(0, servers.size() - KEPT_OUT);
    List<Examples> others = servers.subList(servers.size() - KEPT_OUT, servers.size());
    write("test.x", others.stream().flatMap(unit -> Arrays.stream(unit.x())).toList());
    double[] labels = others.stream().flatMapToDouble(unit -> Arrays.stream(unit.y())).toArray();
    Figures figures = new Figures(
        "training", "rows", "what", "train s", "CPU s", "predict ms", "peak MB", "AUC", "average precision", "Brier",
        "loss × 1,000");
    for (int size : SIZES) {
      rows(known, size);
      for (String with : List.of("faultdesk", "scikit-learn")) {
        new Contest(with).run(); // a warm-up, of the file's pages at least
      }
      List<Contest> ours = new ArrayList<>();
      List<Contest> theirs = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        ours.add(new Contest("faultdesk").run());
        theirs.add(new Contest("scikit-learn").run());
      }
      row(figures, size, ours, labels);
      row(figures, size, theirs, labels);
      double[] ratios = IntStream.range(0, ROUNDS)
          .mapToDouble(i -> theirs.get(i).figure("train") / ours.get(i).figure("train")).toArray();
      figures.note("%,d rows: scikit-learn's time to train ÷ ours %.2f", size, Race.median(ratios));
    }
    figures.note("%d features; scikit-learn %s; λ = %s for each row; %,d rows of other servers to measure on.",
        schema.names().size(), new Contest("scikit-learn").run().said.get("version").asText(), LAMBDA, labels.length);
    figures.publish();
  }

  private static void row(Figures figures, int size, List<Contest> runs, double[] labels) {
    Metrics metrics = Metrics.of(runs.getFirst().scores, labels);
    figures.row(
        size, runs.getFirst().with, median(runs, "train"), median(runs, "cpu"), 1000 * median(runs, "predict"),
        median(runs, "memory"), "%.4f".formatted(metrics.auc()), "%.4f".formatted(metrics.averagePrecision()),
        "%.5f".formatted(metrics.brier()), "%.4f".formatted(1000 * runs.getFirst().loss));
  }

  private static double median(List<Contest> runs, String figure) {
    return Race.median(runs.stream().mapToDouble(run -> run.figure(figure)).toArray());
  }

  /** So many rows at equal distances, or all of them again and again. */
  private void rows(List<Examples> servers, int size) throws IOException {
    List<double[]> x = servers.stream().flatMap(unit -> Arrays.stream(unit.x())).toList();
    double[] y = servers.stream().flatMapToDouble(unit -> Arrays.stream(unit.y())).toArray();
    double[] scale = Matrix.of(servers, 1).scale();
    Random random = new Random(1);
    List<double[]> rows = new ArrayList<>(size);
    List<double[]> labels = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      int at = size < y.length ? (int) ((long) i * y.length / size) : i % y.length;
      double[] row = x.get(at).clone();
      for (int feature = 0; i >= y.length && feature < row.length; feature++) {
        row[feature] += NOISE * scale[feature] * random.nextGaussian();
      }
      rows.add(row);
      labels.add(new double[]{y[at]});
    }
    write("train.x", rows);
    write("train.y", labels);
  }

  private void write(String name, List<double[]> rows) throws IOException {
    try (var out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(folder.resolve(name)), 1 << 20))) {
      for (double[] row : rows) {
        ByteBuffer bytes = ByteBuffer.allocate(row.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(row);
        out.write(bytes.array());
      }
    }
  }

  private static double[] read(Path file) throws IOException {
    return read(file, 0, (int) (Files.size(file) / Double.BYTES));
  }

  private static double[] read(Path file, long from, int count) throws IOException {
    try (FileChannel in = FileChannel.open(file)) {
      DoubleBuffer doubles = in.map(FileChannel.MapMode.READ_ONLY, from * Double.BYTES, (long) count * Double.BYTES)
          .order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer();
      double[] values = new double[count];
      doubles.get(values);
      return values;
    }
  }

  /** One training by one of the two, in a process of its own. */
  private final class Contest {

    private final String with;
    private JsonNode said = JSON.createObjectNode();
    private double[] scores = new double[0];
    private double loss;

    Contest(String with) {
      this.with = with;
    }

    Contest run() throws Exception {
      List<String> arguments = List.of(
          folder.toString(), String.valueOf(LAMBDA), String.valueOf(Matrix.TOLERANCE),
          String.valueOf(Matrix.MOST_STEPS));
      List<String> command = new ArrayList<>(
          with.equals("scikit-learn")
              ? List.of("/usr/bin/python3", "src/test/resources/bench/logistic_regression.py")
              : List.of(
                  Path.of(System.getProperty("java.home"), "bin/java").toString(), "-Xmx4g", "-cp",
                  System.getProperty("java.class.path"), Ours.class.getName()));
      command.addAll(arguments);
      Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      said = JSON.readTree(process.inputReader().lines().reduce("{}", (before, line) -> line));
      assertThat(process.waitFor()).isZero();
      scores = read(folder.resolve("scores"));
      loss = loss(read(folder.resolve("weights")));
      return this;
    }

    double figure(String name) {
      return said.get(name).asDouble();
    }
  }

  /** What both minimise, for each row: how far each got. */
  private double loss(double[] weights) throws IOException {
    Examples rows = rows(folder, weights.length - 1);
    Matrix matrix = Matrix.of(List.of(rows), 1);
    double sum = 0;
    for (int row = 0; row < matrix.y().length; row++) {
      double logit = weights[weights.length - 1];
      for (int i = 0; i < weights.length - 1; i++) {
        logit += weights[i] * matrix.x()[row][i];
      }
      sum += Math.log1p(Math.exp(matrix.y()[row] == 1 ? -logit : logit));
    }
    double squares = Arrays.stream(weights).limit(weights.length - 1L).map(weight -> weight * weight).sum();
    return sum / matrix.y().length + LAMBDA / 2 * squares;
  }

  private static Examples rows(Path folder, int width) throws IOException {
    double[] y = read(folder.resolve("train.y"));
    return new Examples("all", new long[y.length], matrix(folder.resolve("train.x"), width), y);
  }

  private static double[][] matrix(Path file, int width) throws IOException {
    int rows = (int) (Files.size(file) / Double.BYTES / width);
    double[][] x = new double[rows][];
    int chunk = 10_000;
    for (int from = 0; from < rows; from += chunk) {
      int count = Math.min(chunk, rows - from);
      double[] values = read(file, (long) from * width, count * width);
      for (int row = 0; row < count; row++) {
        x[from + row] = Arrays.copyOfRange(values, row * width, (row + 1) * width);
      }
    }
    return x;
  }

  /** The training of {@link Trainer} on the rows of a folder, as the other one is asked for it. */
  static final class Ours {

    private Ours() {}

    public static void main(String[] arguments) throws IOException {
      Path folder = Path.of(arguments[0]);
      int width = (int) (Files.size(folder.resolve("train.x")) / Files.size(folder.resolve("train.y")));
      Examples rows = rows(folder, width);
      double[][] others = matrix(folder.resolve("test.x"), width);
      long begun = System.nanoTime();
      long cpu = Race.processorTime();
      Matrix matrix = Matrix.of(List.of(rows), 1);
      double[] weights = matrix.fit(Double.parseDouble(arguments[1]));
      double trained = (System.nanoTime() - begun) / 1e9;
      double trainedCpu = (Race.processorTime() - cpu) / 1e9;
      Matrix scale = new Matrix(new double[0][], new int[0], matrix.mean(), matrix.scale());
      begun = System.nanoTime();
      Arrays.stream(scale.scores(rows, weights)).map(FaultModel::probability).toArray();
      double predicted = (System.nanoTime() - begun) / 1e9;
      double[] scores =
          Arrays.stream(scale.scores(new Examples("others", new long[0], others, new double[0]), weights))
              .map(FaultModel::probability).toArray();
      write(folder.resolve("scores"), scores);
      write(folder.resolve("weights"), weights);
      System.out.printf("{\"train\": %s, \"cpu\": %s, \"predict\": %s, \"memory\": %s}%n", trained, trainedCpu,
          predicted,
          peak());
    }

    private static void write(Path file, double[] values) throws IOException {
      ByteBuffer bytes = ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asDoubleBuffer().put(values);
      Files.write(file, bytes.array());
    }

    private static double peak() throws IOException {
      return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("VmHWM:"))
          .collect(Collectors.averagingDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024));
    }
  }
}
