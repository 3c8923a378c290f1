package io.faultdesk.prediction;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
    List<Scored> units = Scored.of(model, DataFolder.read(data));
    NewFile.write(out, writer -> {
      CSVPrinter csv = new CSVPrinter(writer, FORMAT);
      for (Scored unit : units) {
        for (int row = 0; row < unit.scores().length; row++) {
          double label = unit.labels()[row];
          csv.printRecord(unit.unit(), unit.times()[row], unit.scores()[row], Double.isNaN(label) ? "" : (int) label);
        }
      }
    });
    spec.commandLine().getOut().printf(
        Locale.ROOT, "%s: %,d rows%n", out, units.stream().mapToLong(unit -> unit.scores().length).sum());
    return 0;
  }
}
