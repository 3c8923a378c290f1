package io.faultdesk.workflow;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./faultdesk processes}: what a modeler does without a server. */
@Command(
    name = "processes",
    description = "Works on the folder of BPMN, DMN and form files.",
    mixinStandardHelpOptions = true,
    subcommands = ProcessesCommand.Check.class)
class ProcessesCommand {

  /** {@code ./faultdesk processes check}: says what is wrong with a folder before a server has to. */
  @Command(
      name = "check",
      description = "Checks a folder as the server does before it deploys it.",
      mixinStandardHelpOptions = true)
  static class Check implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "DIR",
        description = "the folder, ./processes where not given") private Path folder = Path.of("processes");

    @Option(names = "--json", description = "print one JSON document") private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
      if (!Files.isDirectory(folder)) {
        throw new CommandLine.ParameterException(spec.commandLine(), "There is no folder " + folder + ".");
      }
      if (LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
        root.setLevel(Level.OFF); // the engine logs what is printed here anyway
      }
      ProcessFiles files = ProcessFiles.read(folder);
      List<ProcessFault> faults = new ProcessInspection().faults(files);
      print(files, faults);
      return faults.isEmpty() ? 0 : 1;
    }

    private void print(ProcessFiles files, List<ProcessFault> faults) throws JsonProcessingException {
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(
            new ObjectMapper()
                .writeValueAsString(Map.of("files", files.contents().keySet(), "faults", faults)));
      } else {
        faults.forEach(out::println);
        out.println(files.contents().size() + " files, " + faults.size() + " faults");
      }
    }
  }
}
