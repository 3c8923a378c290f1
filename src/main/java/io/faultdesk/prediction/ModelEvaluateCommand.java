package io.faultdesk.prediction;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.faultdesk.prediction.Metrics.OnCall;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code model evaluate}: how good a model is on labelled data, each unit by itself and all of them together. */
@Command(
    name = "model evaluate",
    description = "Measures a model on labelled data that it was not trained on.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init")
class ModelEvaluateCommand implements Callable<Integer> {

  private static final String POOLED = "all units";
  /** More are too many to be read; as JSON they are all told. */
  private static final int MOST_UNITS = 50;

  @Option(names = "--model", required = true, paramLabel = "FILE", description = "the model") private Path file;

  @Option(names = "--data", required = true, paramLabel = "DIR",
      description = "folder with labelled data") private Path data;

  @Option(names = "--task", paramLabel = "detect|predict",
      description = "refuses a model that was trained for the other one") private @Nullable Task task;

  @Option(names = "--card", paramLabel = "FILE.md",
      description = "write a card of the model with the figures on this data; its pictures go beside it") private @Nullable Path card;

  @Option(names = "--json", description = "print the figures as JSON") private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    FaultModel model = FaultModel.read(file);
    if (task != null && task != model.task()) {
      throw new ParameterException(
          spec.commandLine(), file + " was trained to " + model.task().word());
    }
    DataFolder folder = DataFolder.read(data);
    List<Scored> scored = Scored.of(model, folder);
    Map<String, Map<String, @Nullable Object>> figures = new LinkedHashMap<>();
    if (scored.stream().allMatch(unit -> Arrays.stream(unit.labels()).allMatch(Double::isNaN))) {
      throw new IllegalArgumentException(data + " has no labels to measure by");
    }
    if (folder.digest().equals(model.training().data())) {
      spec.commandLine().getErr().println(data + " is what " + file + " was trained on: the figures flatter it");
    }
    if (json || scored.size() <= MOST_UNITS) {
      scored.forEach(unit -> figures.put(unit.unit(), figures(model, List.of(unit), folder.inMinutes())));
    }
    figures.put(POOLED, figures(model, scored, folder.inMinutes()));
    if (card != null) {
      NewFile.write(ModelCard.files(card, model, folder, scored, List.of()));
    }
    print(model, folder, figures);
    return 0;
  }

  /** Null is what cannot be said, as of data without faults. */
  private static Map<String, @Nullable Object> figures(FaultModel model, List<Scored> units, boolean minutes) {
    Metrics metrics = Scored.metrics(units);
    Map<String, @Nullable Object> figures = new LinkedHashMap<>();
    figures.put("rows", metrics.rows());
    figures.put("positives", metrics.positives());
    figures.put("auc", known(metrics.auc()));
    figures.put("averagePrecision", known(metrics.averagePrecision()));
    figures.put("brier", known(metrics.brier()));
    figures.put("f1", known(metrics.f1(model.threshold())));
    if (minutes) {
      List<OnCall> onCall = units.stream().map(Scored::onCall).toList();
      figures.put("recallAtOneFalseAlarmADay", known(Metrics.recall(Metrics.thresholdFor(1, onCall), onCall)));
      figures.put("recallAtItsThreshold", known(Metrics.recall(model.threshold(), onCall)));
      figures.put("falseAlarmsADay", known(Metrics.falseAlarmsADay(model.threshold(), onCall)));
    }
    return figures;
  }

  private void print(FaultModel model, DataFolder folder, Map<String, Map<String, @Nullable Object>> figures)
      throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, @Nullable Object> result = new LinkedHashMap<>();
      result.put("task", model.task().word());
      if (model.horizon() != null) {
        result.put("horizon", model.horizon());
      }
      result.put("threshold", model.threshold());
      result.put("data", folder.digest());
      result.put("pooled", figures.remove(POOLED));
      result.put("units", figures);
      out.println(JsonMapper.builder().build().writeValueAsString(result));
      return;
    }
    figures.forEach((unit, of) -> {
      out.println(unit);
      of.forEach((name, value) -> out.printf(
          Locale.ROOT, "  %-26s %s%n", name,
          value == null ? "unknown" : value instanceof Double part ? String.format(Locale.ROOT, "%.3f", part) : value));
    });
  }

  private static @Nullable Double known(double figure) {
    return Double.isFinite(figure) ? figure : null;
  }
}
