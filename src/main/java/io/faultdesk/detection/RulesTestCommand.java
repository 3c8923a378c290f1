package io.faultdesk.detection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.faultdesk.detection.RuleTestOutcome.Mismatch;
import io.faultdesk.detection.RuleTests.Report;
import io.faultdesk.rules.BrokenRules;
import io.faultdesk.rules.Fault;
import io.faultdesk.rules.RuleFiles;
import io.faultdesk.rules.RuleSet;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rules test [DIR]}: exit code 0 where all goes as expected, 1 where it does not, 2 where there is no folder with rules. */
@Command(
    name = "rules test",
    description = "Runs the tests that lie in the folder tests beside the rules, and says which rules none of them fires.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init")
class RulesTestCommand implements Callable<Integer> {

  @Parameters(arity = "0..1", paramLabel = "DIR", defaultValue = "rules",
      description = "default: ./rules") private Path folder;

  @Option(names = "--require-coverage", description = "fail where a rule is fired by no test") private boolean covered;

  @Option(names = "--json", description = "print the result as JSON") private boolean json;

  @Option(names = "--junit", paramLabel = "FILE", description = "write the result as JUnit does") private Path junit;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    RuleFiles files = RuleFiles.given(folder, spec.commandLine());
    // not the common pool, whose threads do not see what is packed in the jar
    try (RuleSet rules = RuleSet.of(files);
        ExecutorService workers = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      long begun = System.nanoTime();
      Report report = new RuleTests().run(rules, files.tests(), workers);
      print(report, files.tests().size(), Duration.ofNanos(System.nanoTime() - begun));
      if (junit != null) {
        Files.writeString(junit, JunitReport.of(report));
      }
      return report.passed() && (report.unfired().isEmpty() || !covered) ? 0 : 1;
    } catch (BrokenRules broken) {
      print(new Report(broken.faults(), List.of(), List.of()), files.tests().size(), Duration.ZERO);
      return 1;
    }
  }

  private void print(Report report, int files, Duration took) throws JsonProcessingException {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JsonMapper.builder().build().writeValueAsString(json(report)));
    } else {
      report.faulty().forEach(out::println);
      report.outcomes().forEach(outcome -> outcome.mismatches().forEach(each -> print(outcome, each, out)));
      report.unfired()
          .forEach(rule -> out.println((covered ? "" : "warning: ") + "no test fires the rule \"" + rule + "\""));
      out.println(summary(report, files, took));
    }
    out.flush();
  }

  private static void print(RuleTestOutcome outcome, Mismatch mismatch, PrintWriter out) {
    out.println(mismatch.at().fault(outcome.test().name()));
    out.println("  at        " + RuleTestOutcome.time(mismatch.when()));
    out.println("  expected  " + mismatch.expected());
    out.println("  got       " + mismatch.got());
    mismatch.standing().forEach(line -> out.println("            " + line));
  }

  private static String summary(Report report, int files, Duration took) {
    long failed = failed(report);
    return "%d tests in %d files: %d passed, %d failed, %d faults, in %.1f s".formatted(
        report.outcomes().size(), files, report.outcomes().size() - failed, failed, report.faulty().size(),
        took.toMillis() / 1000.0);
  }

  private static long failed(Report report) {
    return report.outcomes().stream().filter(outcome -> !outcome.passed()).count();
  }

  private static Map<String, Object> json(Report report) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("tests", report.outcomes().size());
    result.put("failed", failed(report));
    result.put("errors", report.faulty());
    result.put(
        "failures",
        report.outcomes().stream()
            .flatMap(outcome -> outcome.mismatches().stream().map(each -> json(outcome, each)))
            .toList());
    result.put("unfired", report.unfired());
    return result;
  }

  private static Map<String, Object> json(RuleTestOutcome outcome, Mismatch mismatch) {
    Fault place = mismatch.at().fault("");
    Map<String, Object> failure = new LinkedHashMap<>();
    failure.put("test", outcome.test().name());
    failure.put("file", place.file());
    failure.put("line", place.line());
    failure.put("column", place.column());
    failure.put("at", RuleTestOutcome.time(mismatch.when()));
    failure.put("expected", mismatch.expected());
    failure.put("got", mismatch.got());
    failure.put("standing", mismatch.standing());
    return failure;
  }
}
