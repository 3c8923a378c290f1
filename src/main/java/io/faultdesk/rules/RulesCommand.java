package io.faultdesk.rules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The commands for rule authors. */
@Command(
    name = "rules",
    description = "Looks after rule files.",
    subcommands = RulesCommand.Check.class,
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init")
class RulesCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do with the rules: check");
  }

  /** {@code rules check [DIR]}: exit code 0 where all are good, 1 where one is not, 2 where there is no folder. */
  @Command(
      name = "check",
      description = "Reads and compiles every rule file of a folder, and names each fault.",
      mixinStandardHelpOptions = true)
  static class Check implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "DIR", defaultValue = "rules",
        description = "default: ./rules") private Path folder;

    @Option(names = "--json", description = "print the result as JSON") private boolean json;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
      if (!Files.isDirectory(folder)) {
        throw new ParameterException(spec.commandLine(), "there is no folder " + folder);
      }
      RuleFiles files = RuleFiles.in(folder);
      try {
        RuleSet set = RuleSet.of(files.files());
        set.close();
        print(files, set.rules().size(), List.of());
        return 0;
      } catch (BrokenRules broken) {
        print(files, 0, broken.faults());
        return 1;
      }
    }

    private void print(RuleFiles files, int rules, List<Fault> faults) throws JsonProcessingException {
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("files", files.files().size());
        result.put("rules", rules);
        result.put("errors", faults);
        out.println(JsonMapper.builder().build().writeValueAsString(result));
      } else if (faults.isEmpty()) {
        out.println(rules + " rules in " + files.files().size() + " files are good");
      } else {
        faults.forEach(out::println);
      }
      out.flush();
    }
  }
}
