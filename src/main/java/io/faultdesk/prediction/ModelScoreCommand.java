package io.faultdesk.prediction;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code model score}: the probability at every row of every unit, so that anybody can compute the figures again. */
@Command(
    name = "model score",
    description = "Writes unit, row, score and label of every row of the data; the task and its horizon are the model's.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init")
class ModelScoreCommand implements Callable<Integer> {

  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT.builder().setHeader("unit", "row", "score", "label").setRecordSeparator('\n').get();

  @Option(names = "--model", required = true, paramLabel = "FILE", description = "the model") private Path file;

  @Option(names = "--data", required = true, paramLabel = "DIR", description = "folder with data") private Path data;

  @Option(names = "--out", required = true, paramLabel = "FILE",
      description = "CSV file for the scores") private Path out;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    FaultModel model = FaultModel.read(file);
    long rows = 0;
    Files.createDirectories(out.toAbsolutePath().getParent());
    try (CSVPrinter csv = new CSVPrinter(Files.newBufferedWriter(out), FORMAT)) {
      for (UnitHistory unit : DataFolder.read(data).units()) {
        Scored scored = Scored.of(model, unit);
        for (int row = 0; row < scored.scores().length; row++) {
          double label = scored.labels()[row];
          csv.printRecord(unit.name(), unit.times()[row], scored.scores()[row], Double.isNaN(label) ? "" : (int) label);
        }
        rows += scored.scores().length;
      }
    }
    spec.commandLine().getOut().printf(Locale.ROOT, "%s: %,d rows%n", out, rows);
    return 0;
  }
}
