package io.faultdesk.rules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.faultdesk.catalog.Catalog;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
    throw new ParameterException(
        spec.commandLine(), "say what to do with the rules: " + String.join(", ", spec.subcommands().keySet()));
  }

  /** {@code rules check [DIR]}: exit code 0 where all are good, 1 where one is not, 2 where there is no folder with rules or no such configuration. */
  @Command(
      name = "check",
      description = "Reads and compiles every rule file of a folder, names each fault, and warns of common mistakes.",
      mixinStandardHelpOptions = true)
  static class Check implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "DIR", defaultValue = "rules",
        description = "default: ./rules") private Path folder;

    @Option(names = "--json", description = "print the result as JSON") private boolean json;

    @Option(names = "--strict", description = "let a warning, too, be exit code 1") private boolean strict;

    @Option(names = "--config", paramLabel = "FILE", defaultValue = "${env:FAULTDESK_CONFIG:-faultdesk.yaml}",
        description = "what is declared of the platform; names are compared with it where it is there "
            + "(default: FAULTDESK_CONFIG, or ./faultdesk.yaml)") private Path config;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
      Catalog catalog = catalog();
      RuleFiles files = RuleFiles.given(folder, spec.commandLine());
      try {
        RuleSet set = RuleSet.of(files);
        set.close();
        List<Fault> warnings = RuleAdvice.on(set.rules(), catalog);
        print(files, set.rules().size(), List.of(), warnings);
        return strict && !warnings.isEmpty() ? 1 : 0;
      } catch (BrokenRules broken) {
        print(files, 0, broken.faults(), List.of());
        return 1;
      }
    }

    private @Nullable Catalog catalog() throws IOException {
      try {
        return Files.exists(config) ? Catalog.of(config) : null;
      } catch (RuntimeException wrong) {
        throw new ParameterException(
            spec.commandLine(), config + " cannot be read: " + String.valueOf(wrong.getMessage()), wrong);
      }
    }

    private void print(RuleFiles files, int rules, List<Fault> faults, List<Fault> warnings)
        throws JsonProcessingException {
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("files", files.files().size());
        result.put("rules", rules);
        result.put("errors", faults);
        result.put("warnings", warnings);
        out.println(JsonMapper.builder().build().writeValueAsString(result));
      } else {
        faults.forEach(out::println);
        warnings.forEach(warning -> out.println(warning.warning()));
        if (faults.isEmpty()) {
          out.println(good(rules, files.files().size(), warnings.size()));
        }
      }
      out.flush();
    }

    private static String good(int rules, int files, int warnings) {
      return counted(rules, "rule") + " in " + counted(files, "file") + (rules == 1 ? " is good" : " are good")
          + (warnings == 0 ? ""
              : ", with " + (warnings > RuleAdvice.MOST ? "more than " + RuleAdvice.MOST + " warnings"
                  : counted(warnings, "warning")));
    }

    private static String counted(int number, String what) {
      return number + " " + what + (number == 1 ? "" : "s");
    }
  }
}
