package io.faultdesk.prediction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.faultdesk.testing.HandClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ModelCommandsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Clock CLOCK = new HandClock(Instant.EPOCH);

  @TempDir Path folder;
  private final StringWriter said = new StringWriter();
  private final StringWriter complained = new StringWriter();
  private Path model;

  @BeforeEach
  void nameTheModel() {
    model = folder.resolve("models/wear.json");
  }

  @Test
  void engines_that_were_kept_out_are_foretold_as_well_as_other_tools_do() throws Exception {
    engines();

    assertThat(train("--task", "predict", "--horizon", "30", "--data", folder.resolve("known").toString())).isZero();
    JsonNode pooled = evaluated(folder.resolve("unknown")).get("pooled");

    // scikit-learn reaches 0.993 and 0.024 on other engines of this fleet
    assertThat(pooled.get("auc").asDouble()).isGreaterThan(0.985);
    assertThat(pooled.get("brier").asDouble()).isLessThan(0.03);
    assertThat(pooled.get("f1").asDouble()).isGreaterThan(0.85);
    String card = Files.readString(folder.resolve("models/wear.md"));
    assertThat(card).contains(
        "a fault begins within the next 30 rows", "| units | 49 |", "| period, in cycles | 1 to 287 |", "λ = 0.00001",
        "**all rows together**", "(wear.roc.svg)", "`s11.", "It is for units of this kind",
        "It looks back on 15 cycles");
    JsonNode written = JSON.readTree(model.toFile());
    assertThat(written.at("/training/from").asInt()).isEqualTo(1);
    assertThat(written.at("/unitMetrics/1/auc").asDouble()).isGreaterThan(0.9);
  }

  @Test
  void scores_are_written_for_every_row_and_give_the_same_figures() throws Exception {
    servers(4);
    Path scores = folder.resolve("scores.csv");

    assertThat(train("--task", "detect", "--data", folder.toString())).isZero();
    assertThat(run(new ModelScoreCommand(), "--model", model.toString(), "--data", folder.toString(), "--out",
        scores.toString())).isZero();

    List<String> lines = Files.readAllLines(scores);
    assertThat(lines).hasSize(1 + 4 * 600).first().isEqualTo("unit,row,score,label");
    double[] score = lines.stream().skip(1).mapToDouble(line -> Double.parseDouble(line.split(",", -1)[2])).toArray();
    double[] label = lines.stream().skip(1).mapToDouble(line -> Double.parseDouble(line.split(",", -1)[3])).toArray();
    assertThat(Arrays.stream(score)).allMatch(each -> each >= 0 && each <= 1);
    assertThat(Metrics.of(score, label).auc()).isGreaterThan(0.95)
        .isEqualTo(evaluated(folder).get("pooled").get("auc").asDouble());
  }

  @Test
  void no_score_changes_when_later_rows_do() throws Exception {
    servers(3);
    assertThat(train("--task", "predict", "--horizon", "10m", "--data", folder.toString())).isZero();
    Path before = folder.resolve("before.csv");
    Path after = folder.resolve("after.csv");
    assertThat(score(before)).isZero();

    Path server = folder.resolve("server-0.labelled.csv");
    List<String> lines = new ArrayList<>(Files.readAllLines(server));
    for (int row = 301; row <= 600; row++) {
      lines.set(row, (1000 + row - 1) + ",99,99,99," + (row % 2));
    }
    Files.write(server, lines);
    assertThat(score(after)).isZero();

    assertThat(scores(after).subList(0, 300)).isEqualTo(scores(before).subList(0, 300));
    assertThat(scores(after).get(300)).isNotEqualTo(scores(before).get(300));
  }

  @Test
  void what_cannot_be_read_is_named_with_its_line() throws Exception {
    servers(2);
    Path server = folder.resolve("server-1.labelled.csv");
    Files.writeString(server, Files.readString(server).replaceFirst("\n1005,[^,]*,", "\n1005,a lot,"));

    assertThat(
        runs(new ModelTrainCommand(CLOCK), "--task", "detect", "--data", folder.toString(), "--out", model.toString()))
        .contains(server + ":7: \"a lot\" in the column cpu is no number");
    Files.writeString(server, "minute,cpu,disk,net,label\n7,1,1,1,0\n6,1,1,1,0\n");
    assertThat(
        runs(new ModelTrainCommand(CLOCK), "--task", "detect", "--data", folder.toString(), "--out", model.toString()))
        .contains(server + ":3: the column minute does not ascend");
    Files.writeString(server, "minute,cpu,disk,net,label\n7,1,1,1,\n");
    assertThat(
        runs(new ModelTrainCommand(CLOCK), "--task", "detect", "--data", folder.toString(), "--out", model.toString()))
        .contains(server + ":2: the column label is empty");
    assertThat(runs(new ModelTrainCommand(CLOCK), "--task", "predict", "--data", ".", "--out", "x"))
        .contains("say how far to look ahead: --horizon");
    assertThat(
        runs(new ModelTrainCommand(CLOCK), "--task", "predict", "--horizon", "soon", "--data", ".", "--out", "x"))
        .contains("a duration such as 15m");
    assertThat(runs(new ModelScoreCommand(), "--model", server.toString(), "--data", folder.toString(), "--out", "x"))
        .contains(server + ":1:", ": no model: Unrecognized token");
  }

  @Test
  void data_without_faults_teach_nothing_and_leave_no_model() throws Exception {
    servers(3);
    for (int i = 0; i < 3; i++) {
      quiet("server-" + i);
    }

    assertThat(train("--task", "detect", "--data", folder.toString())).isEqualTo(1);
    assertThat(complained.toString()).contains("rows with a fault are needed in at least two units");
    assertThat(model).doesNotExist();
  }

  @Test
  void a_row_is_named_by_its_minute_and_has_no_label_where_nobody_can_know() throws Exception {
    servers(3);
    assertThat(train("--task", "predict", "--horizon", "10m", "--data", folder.toString())).isZero();
    Path scores = folder.resolve("scores.csv");
    assertThat(score(scores)).isZero();

    List<String> lines = Files.readAllLines(scores).subList(1, 601);
    assertThat(lines.getFirst()).startsWith("server-0,1000,").endsWith(",0");
    // faults begin at 1050, 1200 … and last twelve minutes; of the last ten minutes nobody knows what follows
    assertThat(lines.get(39)).startsWith("server-0,1039,").endsWith(",0");
    assertThat(lines.get(40)).startsWith("server-0,1040,").endsWith(",1");
    assertThat(lines.get(50)).startsWith("server-0,1050,").endsWith(",");
    assertThat(lines.get(62)).startsWith("server-0,1062,").endsWith(",0");
    assertThat(lines.get(589)).endsWith(",0");
    assertThat(lines.get(590)).endsWith(",");
  }

  @Test
  void one_unit_alone_is_learned_from_by_its_times() throws Exception {
    servers(1);

    assertThat(train("--task", "detect", "--data", folder.toString())).isZero();

    assertThat(said.toString()).contains("480 rows of 1 units").contains("times that were kept out");
  }

  @Test
  void two_units_with_faults_among_many_without_are_enough() throws Exception {
    servers(12);
    for (int i = 0; i < 12; i++) {
      if (i != 0 && i != 5) {
        quiet("server-" + i);
      }
    }

    assertThat(train("--task", "detect", "--data", folder.toString())).isZero();
  }

  @Test
  void a_history_may_be_packed_otherwise_and_must_not_be_missing_for_one_alone() throws Exception {
    servers(2);
    Path plain = folder.resolve("server-1.history.csv");
    try (var packed = new GZIPOutputStream(Files.newOutputStream(folder.resolve("server-1.history.csv.gz")))) {
      Files.copy(plain, packed);
    }
    Files.delete(plain);
    assertThat(train("--task", "detect", "--data", folder.toString())).isZero();

    Files.delete(folder.resolve("server-1.history.csv.gz"));
    assertThat(
        runs(new ModelTrainCommand(CLOCK), "--task", "detect", "--data", folder.toString(), "--out", model.toString()))
        .contains("server-1 has no file server-1.history.csv, others have theirs");
  }

  @Test
  void rows_five_minutes_apart_are_told_by_their_time() throws Exception {
    servers(3);
    for (int i = 0; i < 3; i++) {
      for (String part : new String[]{"history", "labelled"}) {
        Path plain = folder.resolve("server-" + i + "." + part + ".csv");
        try (var packed = new GZIPOutputStream(Files.newOutputStream(Path.of(plain + ".gz")))) {
          for (String line : Files.readAllLines(plain)) {
            String[] cells = line.split(",", 2);
            String minute = cells[0].equals("minute") ? cells[0] : String.valueOf(5 * Integer.parseInt(cells[0]));
            packed.write((minute + "," + cells[1] + "\n").getBytes(UTF_8));
          }
        }
        Files.delete(plain);
      }
    }

    assertThat(train("--task", "predict", "--horizon", "10", "--data", folder.toString())).isZero();
    assertThat(FaultModel.read(model).horizon()).isEqualTo(Horizon.of("50m"));
    assertThat(FaultModel.read(model).training().to()).isEqualTo(5 * 1599);
    Spreads spreads = requireNonNull(FaultModel.read(model).spreads());
    assertThat(spreads.features()).containsOnlyKeys(
        FaultModel.read(model).strongest().stream().map(FaultModel.Feature::name).toList());
    assertThat(spreads.all())
        .allSatisfy(
            each -> assertThat(each.shares().stream().mapToDouble(share -> share).sum()).isCloseTo(1, within(1e-9)));
    Path scores = folder.resolve("scores.csv");
    assertThat(score(scores)).isZero();
    assertThat(Files.readAllLines(scores).subList(40, 42)).satisfiesExactly(
        line -> assertThat(line).startsWith("server-0,5195,").endsWith(",0"),
        line -> assertThat(line).startsWith("server-0,5200,").endsWith(",1"));
  }

  @Test
  void a_model_and_its_card_are_replaced_together_or_not_at_all() throws Exception {
    servers(2);
    assertThat(train("--task", "detect", "--data", folder.toString())).isZero();
    FileTime before = Files.getLastModifiedTime(model);
    Files.createDirectory(folder.resolve("models/wear.weights.svg.new"));

    assertThat(train("--task", "detect", "--data", folder.toString())).isEqualTo(1);

    assertThat(Files.getLastModifiedTime(model)).isEqualTo(before);
    assertThat(folder.resolve("models/wear.roc.svg.new")).doesNotExist();
  }

  @Test
  void what_has_no_labels_or_is_what_the_model_was_trained_on_is_said() throws Exception {
    servers(2);
    assertThat(train("--task", "detect", "--data", folder.toString())).isZero();
    run(new ModelEvaluateCommand(), "--model", model.toString(), "--data", folder.toString());
    assertThat(complained.toString()).contains("was trained on: the figures flatter it");

    for (int i = 0; i < 2; i++) {
      Path server = folder.resolve("server-" + i + ".labelled.csv");
      Files.writeString(server, Files.readString(server).replaceAll(",[01]\n", "\n").replace(",label", ""));
    }
    assertThat(runs(new ModelEvaluateCommand(), "--model", model.toString(), "--data", folder.toString()))
        .contains("has no labels to measure by");
  }

  @Test
  void cycles_are_no_minutes() throws Exception {
    engines();

    assertThat(train("--task", "predict", "--horizon", "30m", "--data", folder.resolve("known").toString()))
        .isEqualTo(1);
    assertThat(complained.toString()).contains("this data counts cycles");
  }

  @Test
  void a_unit_that_is_shown_several_times_is_one_unit() throws Exception {
    servers(3);
    quiet("server-1");
    quiet("server-2");

    assertThat(train("--task", "detect", "--few", "1,2,3", "--data", folder.toString())).isEqualTo(1);
    assertThat(complained.toString())
        .contains("rows with a fault are needed in at least two units, or at two times of one; here they are in 1");
  }

  @Test
  void data_without_faults_have_a_card_that_says_so_and_figures_that_are_not_known() throws Exception {
    servers(2);
    assertThat(train("--task", "detect", "--data", folder.toString())).isZero();
    quiet("server-0");
    quiet("server-1");
    Path card = folder.resolve("models/quiet.md");

    said.getBuffer().setLength(0);
    assertThat(run(new ModelEvaluateCommand(), "--model", model.toString(), "--data", folder.toString(), "--card",
        card.toString(), "--json")).isZero();

    JsonNode figures = JSON.readTree(said.toString());
    assertThat(figures.at("/pooled/positives").asInt()).isZero();
    for (String unit : new String[]{"/pooled", "/units/server-0"}) {
      assertThat(figures.at(unit + "/auc").isNull()).isTrue();
      assertThat(figures.at(unit + "/averagePrecision").isNull()).isTrue();
      assertThat(figures.at(unit + "/recallAtItsThreshold").isNull()).isTrue();
      assertThat(figures.at(unit + "/brier").isNumber()).isTrue();
      assertThat(figures.at(unit + "/falseAlarmsADay").isNumber()).isTrue();
    }
    assertThat(Files.readString(card)).contains("**No row of this data has a fault.**", "false alarms a day",
        "(quiet.calibration.svg)").doesNotContain("NaN", "Infinity", "∞", ".roc.svg", "One fault,");
    assertThat(folder.resolve("models/quiet.roc.svg")).doesNotExist();
    assertThat(Files.readString(folder.resolve("models/quiet.calibration.svg"))).doesNotContain("NaN");

    said.getBuffer().setLength(0);
    run(new ModelEvaluateCommand(), "--model", model.toString(), "--data", folder.toString());
    assertThat(said.toString()).containsPattern("auc +unknown").containsPattern("brier +0\\.0").doesNotContain("NaN");
  }

  @Test
  void rows_that_are_missing_do_not_set_the_others_apart() throws Exception {
    servers(2);
    without("server-0", 1001, 1002);

    assertThat(train("--task", "detect", "--data", folder.toString())).isZero();

    assertThat(FaultModel.read(model).schema().step()).isEqualTo(1);
  }

  @Test
  void units_whose_rows_are_otherwise_apart_are_refused() throws Exception {
    servers(2);
    Path slow = folder.resolve("server-1.labelled.csv");
    Files.writeString(slow, "minute,cpu,disk,net,label\n1000,1,1,1,0\n1005,1,2,1,1\n1015,1,1,2,0\n");

    assertThat(runs(new ModelTrainCommand(CLOCK), "--task", "detect", "--data", folder.toString(), "--out", "x.json"))
        .contains(slow + ": its rows are 5 minutes apart, those of "
            + folder.resolve("server-0.labelled.csv") + " 1 minute");

    Files.writeString(slow, "minute,cpu,disk,net,label\n1000,1,1,1,0\n1002,1,2,1,1\n1004,1,2,1,1\n1009,1,1,2,0\n");
    assertThat(runs(new ModelTrainCommand(CLOCK), "--task", "detect", "--data", folder.toString(), "--out", "x.json"))
        .contains(
            slow + ":5: it is 5 minutes after the row before it, which is no multiple of the 2 minutes elsewhere");
  }

  @Test
  void a_model_is_not_asked_about_rows_that_are_otherwise_apart() throws Exception {
    servers(2);
    assertThat(train("--task", "detect", "--data", folder.toString())).isZero();
    for (int i = 0; i < 2; i++) {
      without("server-" + i, IntStream.range(1000, 1600).filter(minute -> minute % 5 > 0).toArray());
    }

    String why = "the model was trained on rows of 1 minute, these are rows of 5 minutes";
    assertThat(runs(new ModelScoreCommand(), "--model", model.toString(), "--data", folder.toString(), "--out", "x"))
        .contains(why);
    assertThat(runs(new ModelEvaluateCommand(), "--model", model.toString(), "--data", folder.toString()))
        .contains(why);
  }

  @Test
  void engines_that_still_run_are_scored_by_cycles_and_servers_are_none() throws Exception {
    engines();
    assertThat(train("--task", "predict", "--horizon", "30", "--data", folder.resolve("known").toString())).isZero();
    Path running = folder.resolve("unknown/engines.csv");
    Files.writeString(running, Files.readString(running).replaceAll("(?m),[^,]*$", ""));
    Path scores = folder.resolve("scores.csv");

    assertThat(run(new ModelScoreCommand(), "--model", model.toString(), "--data", running.getParent().toString(),
        "--out", scores.toString())).isZero();
    assertThat(Files.readAllLines(scores).get(1)).endsWith(",");

    Path server = folder.resolve("unknown/server.labelled.csv");
    Files.writeString(server, "minute,cpu,label\n1,3,0\n2,4,1\n");
    Files.writeString(running, "unit,cycle,cpu\n50,1,3\n50,2,4\n");
    assertThat(runs(new ModelScoreCommand(), "--model", model.toString(), "--data", running.getParent().toString(),
        "--out", scores.toString())).contains("holds units by minutes and units by cycles");
    Files.delete(running);
    assertThat(runs(new ModelScoreCommand(), "--model", model.toString(), "--data", running.getParent().toString(),
        "--out", scores.toString())).contains("the model was trained on cycles, these are rows of 1 minute");
  }

  @Test
  void single_indicators_may_be_looked_at_beside_the_others() throws Exception {
    leaning();
    Path known = folder.resolve("known");
    Path later = folder.resolve("later");

    assertThat(train("--task", "detect", "--data", known.toString())).isZero();
    assertThat(FaultModel.read(model).schema().groups()).containsExactly(FeatureGroup.SUMMARY);
    assertThat(evaluated(later).at("/pooled/averagePrecision").asDouble()).as("up or down is the same").isLessThan(0.7);

    assertThat(train("--task", "detect", "--features", "indicators,summary", "--data", known.toString())).isZero();

    FaultModel trained = FaultModel.read(model);
    assertThat(trained.schema().groups()).contains(FeatureGroup.INDICATORS);
    assertThat(trained.schema().indicators()).containsExactly("cpu", "disk", "net");
    assertThat(evaluated(later).at("/pooled/averagePrecision").asDouble()).isGreaterThan(0.95);
    assertThat(Files.readString(folder.resolve("models/wear.md"))).contains(
        "| summary |", "| indicators |", "| summary and indicators |", "It looks back on 15 rows of 1 minute,",
        "each of cpu, disk, net by itself",
        "A server asks it only of services that have all of its indicators");
  }

  @Test
  void what_is_looked_at_is_what_was_asked_for() throws Exception {
    servers(3);

    assertThat(train("--task", "predict", "--horizon", "10m", "--features", "recurrence", "--data", folder.toString()))
        .isZero();
    assertThat(FaultModel.read(model).schema().groups()).containsExactly(FeatureGroup.RECURRENCE);

    assertThat(train("--task", "predict", "--horizon", "10m", "--features", "indicators", "--data", folder.toString()))
        .isZero();
    FaultModel trained = FaultModel.read(model);
    assertThat(trained.schema().names()).hasSize(3 * 6).contains("cpu.slope");
    assertThat(score(folder.resolve("scores.csv"))).isZero();

    Path other = folder.resolve("server-2.labelled.csv");
    Files.writeString(other, Files.readString(other).replace("disk", "swap"));
    Path history = folder.resolve("server-2.history.csv");
    Files.writeString(history, Files.readString(history).replace("disk", "swap"));
    assertThat(runs(new ModelTrainCommand(CLOCK), "--task", "detect", "--features", "indicators", "--data",
        folder.toString(), "--out", model.toString())).contains("server-2 has other indicators than server-0");
    Files.delete(folder.resolve("server-0.labelled.csv"));
    Files.delete(folder.resolve("server-1.labelled.csv"));
    assertThat(runs(new ModelScoreCommand(), "--model", model.toString(), "--data", folder.toString(), "--out", "x"))
        .contains("server-2 lacks indicators of the model: disk");
  }

  @Test
  void features_that_cannot_be_had_are_named() throws Exception {
    servers(2);
    String data = folder.toString();
    assertThat(runs(new ModelTrainCommand(CLOCK), "--task", "detect", "--data", data, "--out", "x", "--features",
        "summary,trends")).contains("'--features'", "'trends'", "INDICATORS");
    assertThat(runs(new ModelTrainCommand(CLOCK), "--task", "detect", "--data", data, "--out", "x", "--features",
        "recurrence")).contains("recurrence is for --task predict");
    assertThat(runs(new ModelTrainCommand(CLOCK), "--task", "detect", "--data", data, "--out", "x", "--features",
        "indicators", "--few", "2")).contains("--few is for models that look at no single indicator");
    assertThat(runs(new ModelTrainCommand(CLOCK), "--task", "detect", "--from-history", "--out", "x", "--features",
        "indicators")).contains("--features is for --data");

    engines();
    String engines = folder.resolve("known").toString();
    assertThat(runs(new ModelTrainCommand(CLOCK), "--task", "predict", "--horizon", "30", "--data", engines, "--out",
        "x", "--features", "summary")).contains("a history of each unit is needed");
    assertThat(runs(new ModelTrainCommand(CLOCK), "--task", "predict", "--horizon", "30", "--data", engines, "--out",
        "x", "--features", "recurrence,indicators")).contains("cycles have no time of day");
  }

  private int train(String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("--out", model.toString()));
    return run(new ModelTrainCommand(CLOCK), all.toArray(String[]::new));
  }

  private int score(Path out) {
    return run(new ModelScoreCommand(), "--model", model.toString(), "--data", folder.toString(), "--out",
        out.toString());
  }

  private static List<String> scores(Path csv) throws IOException {
    return Files.readAllLines(csv).stream().skip(1).map(line -> line.split(",")[2]).toList();
  }

  private JsonNode evaluated(Path data) throws IOException {
    said.getBuffer().setLength(0);
    assertThat(run(new ModelEvaluateCommand(), "--model", model.toString(), "--data", data.toString(), "--json"))
        .isZero();
    return JSON.readTree(said.toString());
  }

  private int run(Object command, String... options) {
    PrintWriter out = new PrintWriter(said, true);
    PrintWriter err = new PrintWriter(complained, true);
    return new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true).setOut(out).setErr(err).execute(options);
  }

  private String runs(Object command, String... options) {
    complained.getBuffer().setLength(0);
    assertThat(run(command, options)).isNotZero();
    return complained.toString();
  }

  /** The first 49 of them in one folder, the others in another. */
  private void engines() throws IOException {
    List<String> known = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    try (var in = new BufferedReader(
        new InputStreamReader(new GZIPInputStream(getClass().getResourceAsStream("/prediction/fd001.csv.gz")),
            UTF_8))) {
      String head = in.readLine();
      known.add(head);
      unknown.add(head);
      in.lines().forEach(line -> (Integer.parseInt(line.split(",")[0]) < 50 ? known : unknown).add(line));
    }
    Files.write(Files.createDirectories(folder.resolve("known")).resolve("engines.csv"), known);
    Files.write(Files.createDirectories(folder.resolve("unknown")).resolve("engines.csv"), unknown);
  }

  private void quiet(String unit) throws IOException {
    Path server = folder.resolve(unit + ".labelled.csv");
    Files.writeString(server, Files.readString(server).replaceAll(",1\n", ",0\n"));
  }

  private void without(String unit, int... minutes) throws IOException {
    Path server = folder.resolve(unit + ".labelled.csv");
    Set<String> left = Arrays.stream(minutes).mapToObj(String::valueOf).collect(toSet());
    Files.write(server,
        Files.readAllLines(server).stream().filter(line -> !left.contains(line.split(",")[0])).toList());
  }

  /** One server that is as far from usual while it is well as while it is faulty, but then downwards; cut in two in time. */
  private void leaning() throws IOException {
    Random random = new Random(3);
    StringBuilder history = new StringBuilder("minute,cpu,disk,net\n");
    StringBuilder[] labelled = {new StringBuilder("minute,cpu,disk,net,label\n"),
      new StringBuilder("minute,cpu,disk,net,label\n")};
    for (int minute = 0; minute < 3000; minute++) {
      int shift = minute < 1000 ? 0 : minute % 150 < 12 ? 5 : minute % 150 > 75 && minute % 150 < 88 ? -5 : 0;
      String values = "%d,%.3f,%.3f,%.3f".formatted(
          minute, 10 + random.nextGaussian() + shift, 50 + 5 * random.nextGaussian(), random.nextGaussian());
      (minute < 1000 ? history : labelled[minute / 2000]).append(values)
          .append(minute < 1000 ? "\n" : shift > 0 ? ",1\n" : ",0\n");
    }
    String[] parts = {"known", "later"};
    for (int part = 0; part < 2; part++) {
      Path place = Files.createDirectories(folder.resolve(parts[part]));
      Files.writeString(place.resolve("server.history.csv"), history.toString());
      Files.writeString(place.resolve("server.labelled.csv"), labelled[part].toString());
    }
  }

  /** Servers, each with a level of its own, that are far from it while they are faulty. */
  private void servers(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      Random random = new Random(i);
      StringBuilder history = new StringBuilder("minute,cpu,disk,net\n");
      StringBuilder labelled = new StringBuilder("minute,cpu,disk,net,label\n");
      for (int minute = 0; minute < 1600; minute++) {
        boolean labels = minute >= 1000;
        boolean faulty = labels && minute % 150 < 12;
        double shift = faulty ? 4 : 0;
        String values = "%d,%.3f,%.3f,%.3f".formatted(
            minute, i * 10 + random.nextGaussian() + shift, 50 + i + 5 * (random.nextGaussian() + shift),
            random.nextGaussian());
        (labels ? labelled : history).append(values).append(labels ? faulty ? ",1\n" : ",0\n" : "\n");
      }
      Files.writeString(folder.resolve("server-" + i + ".history.csv"), history.toString());
      Files.writeString(folder.resolve("server-" + i + ".labelled.csv"), labelled.toString());
    }
  }
}
