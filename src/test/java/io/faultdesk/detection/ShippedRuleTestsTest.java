package io.faultdesk.detection;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.faultdesk.detection.RuleTests.Report;
import io.faultdesk.rules.RuleFiles;
import io.faultdesk.rules.RuleFiles.RuleFile;
import io.faultdesk.rules.RuleSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ArrayList;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The tests in {@code rules/tests}, each as one of JUnit's. */
class ShippedRuleTestsTest {

  private static RuleFiles files;
  private static RuleSet rules;
  private static Report report;

  @BeforeAll
  static void run() throws Exception {
    files = RuleFiles.in(Path.of("rules"));
    rules = RuleSet.of(files);
    report = new RuleTests().run(rules, files.tests(), Runnable::run);
  }

  @AfterAll
  static void close() {
    rules.close();
  }

  @TestFactory
  Stream<DynamicTest> every_rule_test_passes() {
    return report.outcomes().stream()
        .map(
            outcome -> DynamicTest.dynamicTest(
                outcome.test().at().file() + ": " + outcome.test().name(),
                () -> assertThat(outcome.faults()).isEmpty()));
  }

  @Test
  void every_rule_test_can_be_read() {
    assertThat(report.faulty()).isEmpty();
  }

  /** Who copies it beside them has rules that can come in force. */
  @Test
  void the_example_of_a_table_breaks_no_test() throws Exception {
    List<RuleFile> both = new ArrayList<>(files.files());
    both.addAll(RuleFiles.in(Path.of("rules/examples")).files());
    try (RuleSet beside = RuleSet.of(new RuleFiles("both", both, List.of()))) {
      assertThat(new RuleTests().faults(beside, files.tests())).isEmpty();
    }
  }

  @Test
  void no_rule_is_fired_by_none() {
    assertThat(report.unfired()).isEmpty();
  }

  @Test
  void every_file_of_rules_has_its_tests() {
    assertThat(files.tests()).extracting(RuleFile::name)
        .containsExactlyElementsOf(
            files.files().stream().map(file -> "tests/" + file.name().replace(".drl", ".yaml")).toList());
  }

  @Test
  void the_packaged_copies_bring_the_same_tests() throws Exception {
    assertThat(getClass().getResource("/rules/tests/system-performance.yaml")).isNotNull();
  }

  @Test
  void the_editors_templates_for_tests_pass_as_they_come() throws Exception {
    JsonNode templates =
        JsonMapper.builder().build().readTree(Files.readString(Path.of("rules/.vscode/rule-tests.code-snippets")));

    assertThat(templates).hasSize(2);
    for (JsonNode template : templates) {
      String body = StreamSupport.stream(template.get("body").spliterator(), false).map(JsonNode::asText)
          .collect(joining("\n")).replaceAll("\\$\\{\\d+:([^}]*)}", "$1").replace("$0", "");
      String file = body.startsWith("tests:") ? body : "tests:\n" + body;
      assertThat(new RuleTests().faults(rules, List.of(new RuleFile("tests/template.yaml", file)))).as(file).isEmpty();
    }
  }
}
