package io.faultdesk.prediction;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
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

/** {@code model train}: exit code 0 where a model was written, 1 where the data cannot be learned from, 2 for wrong use. */
@Command(
    name = "model train",
    description = "Trains a logistic regression on labelled data, or on the past of the server, and writes it as one JSON file, with a card "
        + "that says how good it is. For the past it asks the running server, with the token in FAULTDESK_TOKEN, or opens the database where none runs.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init")
class ModelTrainCommand implements Callable<Integer> {

  static final String HERE = "http://127.0.0.1:8080";

  private static final int FEW_FAULTS = 10;

  @Option(names = "--task", required = true, paramLabel = "detect|predict",
      description = "whether something is wrong now, or a fault begins within the horizon") private Task task;

  @Option(names = "--horizon", paramLabel = "TIME",
      description = "how far to look ahead: a duration such as 15m, or a number of rows") private @Nullable String horizon;

  @Option(names = "--data", paramLabel = "DIR",
      description = "folder with labelled data") private @Nullable Path data;

  @Option(names = "--from-history",
      description = "learns from the minutes and incidents that the server keeps, in place of --data") private boolean history;

  @Option(names = "--days", paramLabel = "N",
      description = "with --from-history: how far to look back (default: " + TrainingRequest.DAYS
          + ")") private @Nullable Integer days;

  @Option(names = "--url", paramLabel = "URL",
      description = "with --from-history: where the server is (default: " + HERE + ")") private @Nullable URI url;

  @Option(names = "--out", required = true, paramLabel = "FILE",
      description = "where the model goes, such as ml-models/NAME.json; its card NAME.md with pictures goes beside it") private Path out;

  @Option(names = "--false-alarms", paramLabel = "N", defaultValue = "1",
      description = "how many a unit may cause in a day; it decides the threshold (default: ${DEFAULT-VALUE})") private double falseAlarms;

  @Option(names = "--few", paramLabel = "N", split = ",",
      description = "show each unit also as if it had no more than so many indicators, for services that have few") private List<
          Integer> few = List.of();

  @Option(names = "--features", paramLabel = "KIND", split = ",",
      description = "which kinds of features may be tried, the best of them and of their mixtures is taken: summary (how far all indicators "
          + "together are from usual), recurrence (when its faults began), indicators (each by itself, for one service or units that have "
          + "the same). Default: summary and, to predict, recurrence; indicators where there is no history") private List<
              FeatureGroup> features = List.of();

  @Option(names = "--json", description = "print the model's figures as JSON") private boolean json;

  @Spec private CommandSpec spec;

  private final Clock clock;
  /** What the environment says; another one in tests. */
  private Map<String, String> environment = System.getenv();
  private URI here = URI.create(HERE);

  ModelTrainCommand(Clock clock) {
    this.clock = clock;
  }

  /** One that lives elsewhere than the program, for tests. */
  ModelTrainCommand with(Map<String, String> surroundings, URI usualServer) {
    environment = surroundings;
    here = usualServer;
    return this;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Question question = new Question(task, ahead(), falseAlarms, counts(), kinds());
    if (history == (data != null)) {
      throw new ParameterException(spec.commandLine(), "say what to learn from: --data DIR or --from-history");
    }
    if (history && !few.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "--few is for --data");
    }
    if (history && !features.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--features is for --data: services of a server may have different indicators");
    }
    if (!history && (days != null || url != null)) {
      throw new ParameterException(spec.commandLine(), "--days and --url are for --from-history");
    }
    try {
      FaultModel model = data == null ? fromHistory(question) : fromFolder(data, question);
      print(model);
      return 0;
    } catch (IllegalArgumentException wrong) {
      spec.commandLine().getErr().println((data == null ? "" : data + ": ") + wrong.getMessage());
      return 1;
    }
  }

  private FaultModel fromFolder(Path folder, Question question) throws IOException, InterruptedException {
    DataFolder read = DataFolder.read(folder);
    Trained trained = Trainer.train(read, question, this::show);
    write(ModelCard.files(card(), trained.model(), read, trained.keptOut(), trained.candidates()),
        trained.model().json());
    return trained.model();
  }

  private FaultModel fromHistory(Question question) throws IOException, InterruptedException {
    String name = card().getFileName().toString().replaceFirst("\\.md$", "");
    if (!name.matches(TrainingRequest.NAMES) || name.length() > TrainingRequest.LONGEST_NAME) {
      throw new ParameterException(spec.commandLine(), "--out: the name of the model " + TrainingRequest.WRONG_NAME);
    }
    if (question.horizon() != null && question.horizon().rows()) {
      throw new ParameterException(spec.commandLine(), "--horizon is a time such as 15m with --from-history");
    }
    if (days != null && (days < 1 || days > TrainingRequest.MOST_DAYS)) {
      throw new ParameterException(
          spec.commandLine(), "--days is a number from 1 to " + TrainingRequest.MOST_DAYS);
    }
    SelfTraining.Result result =
        ask(new TrainingRequest(name, TrainingRequest.word(task), horizon, days, falseAlarms).whole());
    Map<Path, NewFile.Content> files = new LinkedHashMap<>();
    result.card().forEach((file, text) -> files.put(out.resolveSibling(file), writer -> writer.write(text)));
    write(files, result.file().text());
    return result.model();
  }

  private SelfTraining.Result ask(TrainingRequest request) throws IOException, InterruptedException {
    try {
      return new RemoteTraining(url == null ? here : url, environment.get("FAULTDESK_TOKEN"))
          .run(request, this::show);
    } catch (ConnectException nobody) {
      if (url != null) {
        throw new IOException("nobody answers at " + url, nobody);
      }
      return LocalTraining.run(request, this::show, clock, here);
    }
  }

  /** The model last: whoever reads it while it is new finds its card. */
  private void write(Map<Path, NewFile.Content> card, String json) throws IOException {
    Map<Path, NewFile.Content> files = new LinkedHashMap<>(card);
    files.put(out, writer -> writer.write(json));
    NewFile.write(files);
  }

  private Path card() {
    return out.resolveSibling(out.getFileName().toString().replaceFirst("\\.json$", "") + ".md");
  }

  /** On a terminal, how far it is; nothing where nobody looks. */
  private void show(double share) {
    if (System.console() != null && System.console().isTerminal()) {
      PrintWriter err = spec.commandLine().getErr();
      err.printf(Locale.ROOT, "\rtrained %.0f %%%s", 100 * share, share == 1 ? System.lineSeparator() : "");
      err.flush();
    }
  }

  private @Nullable Horizon ahead() {
    if (!(falseAlarms >= 0 && falseAlarms <= 1000)) {
      throw new ParameterException(spec.commandLine(), "--false-alarms is a number from 0 to 1000");
    }
    if ((horizon != null) != (task == Task.PREDICT)) {
      throw new ParameterException(
          spec.commandLine(),
          task == Task.PREDICT ? "say how far to look ahead: --horizon" : "--horizon is for --task predict");
    }
    try {
      return horizon == null ? null : Horizon.of(horizon);
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(spec.commandLine(), String.valueOf(wrong.getMessage()), wrong);
    }
  }

  private List<Integer> counts() {
    if (few.stream().anyMatch(count -> count < 1)) {
      throw new ParameterException(spec.commandLine(), "--few is a list of numbers above 0, such as 3,4,6");
    }
    return few;
  }

  private List<FeatureGroup> kinds() {
    if (features.contains(FeatureGroup.RECURRENCE) && task == Task.DETECT) {
      throw new ParameterException(spec.commandLine(), "--features: recurrence is for --task predict");
    }
    if (features.contains(FeatureGroup.INDICATORS) && !few.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "--few is for models that look at no single indicator");
    }
    return features;
  }

  private void print(FaultModel model) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JsonMapper.builder().build().writeValueAsString(model.metrics()));
      return;
    }
    out.printf(Locale.ROOT, "%s with its card %s: %d features, %s%n", this.out, card().getFileName(),
        model.features().size(),
        String.join(" and ",
            model.schema().groups().stream().map(group -> group.name().toLowerCase(Locale.ROOT)).toList()));
    out.printf(Locale.ROOT, "trained on %,d rows of %d units, %,d of them labelled 1%n", model.training().rows(),
        model.training().units(), model.training().positives());
    out.println(model.training().units() == 1 ? "measured on times that were kept out in turn:"
        : "measured on units that were kept out in turn:");
    model.metrics().forEach((name, value) -> out.printf(Locale.ROOT, "  %-20s %.3f%n", name, value));
    out.printf(Locale.ROOT, "threshold %.4f%n", model.threshold());
    double faults = model.metrics().getOrDefault(Figures.FAULTS, Double.NaN);
    if (faults < FEW_FAULTS) {
      out.printf(Locale.ROOT, "With %.0f faults these figures say little, and so may the model.%n", faults);
    }
  }
}
