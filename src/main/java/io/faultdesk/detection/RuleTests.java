package io.faultdesk.detection;

import static java.util.concurrent.CompletableFuture.supplyAsync;
import static java.util.stream.Collectors.toSet;

import io.faultdesk.detection.RuleTest.Expectation;
import io.faultdesk.detection.RuleTest.ExpectedFinding;
import io.faultdesk.detection.RuleTestFile.Reading;
import io.faultdesk.rules.Fault;
import io.faultdesk.rules.RuleFiles.RuleFile;
import io.faultdesk.rules.RuleSet;
import io.faultdesk.rules.RuleTrial;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.stereotype.Component;

/**
 * Tries rules on the tests beside them. A test depends on nothing but its file and the rules, not on the settings of the server
 * either, so that it goes the same way at its author's, in a continuous build and before a reload.
 */
@Component
class RuleTests implements RuleTrial {

  private final DetectionSettings rhythm =
      new Binder(new MapConfigurationPropertySource()).bindOrCreate("faultdesk.detection", DetectionSettings.class);

  @Override
  public List<Fault> faults(RuleSet rules, List<RuleFile> tests) {
    Report report = run(rules, tests, Runnable::run);
    return Stream.concat(
        report.faulty().stream(), report.outcomes().stream().flatMap(outcome -> outcome.faults().stream()))
        .toList();
  }

  /**
   * How all these tests go.
   *
   * @param workers who run them
   */
  Report run(RuleSet rules, List<RuleFile> files, Executor workers) {
    List<Fault> faulty = new ArrayList<>();
    List<RuleTest> readable = new ArrayList<>();
    for (RuleFile file : files) {
      Reading reading = RuleTestFile.read(file);
      faulty.addAll(reading.faults());
      for (RuleTest test : reading.tests()) {
        List<Fault> strangers = strangers(test, rules);
        faulty.addAll(strangers);
        if (strangers.isEmpty()) {
          readable.add(test);
        }
      }
    }
    List<CompletableFuture<RuleTestOutcome>> running =
        readable.stream().map(test -> supplyAsync(() -> RuleTestRun.of(test, rules, rhythm), workers)).toList();
    List<RuleTestOutcome> outcomes = running.stream().map(CompletableFuture::join).toList();
    faulty.addAll(rules.unanswered());
    Set<String> fired = outcomes.stream().flatMap(outcome -> outcome.fired().stream()).collect(toSet());
    return new Report(faulty, outcomes, rules.names().stream().filter(rule -> !fired.contains(rule)).toList());
  }

  /** The names that a test expects and nobody knows. */
  private static List<Fault> strangers(RuleTest test, RuleSet rules) {
    Set<String> findings = new HashSet<>(rules.findings());
    test.alerts().forEach(claim -> findings.add(claim.alert().name()));
    Set<String> names = Set.copyOf(rules.names());
    List<Fault> strangers = new ArrayList<>();
    for (Expectation expected : test.expected()) {
      List<ExpectedFinding> open = expected.open() == null ? List.of() : expected.open();
      open.stream()
          .filter(finding -> !findings.contains(finding.name()))
          .forEach(
              finding -> strangers.add(
                  finding.at().fault("no rule and no alert of this test makes a finding \"" + finding.name() + "\"")));
      Stream.of(open.stream().map(ExpectedFinding::rule), expected.fired().stream(), expected.silent().stream())
          .flatMap(each -> each)
          .filter(rule -> rule != null && !names.contains(rule.text()))
          .forEach(rule -> strangers.add(rule.fault("there is no rule \"" + rule.text() + "\"")));
    }
    return strangers;
  }

  /**
   * What came of all tests.
   *
   * @param faulty what is wrong with tests that could not be run, and with rules that could not be asked
   * @param unfired names of the rules that no test fired
   */
  record Report(List<Fault> faulty, List<RuleTestOutcome> outcomes, List<String> unfired) {

    boolean passed() {
      return faulty.isEmpty() && outcomes.stream().allMatch(RuleTestOutcome::passed);
    }
  }
}
