package io.faultdesk.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RulesTestCommandTest {

  private static final String RULE = """
      package faultdesk.performance
      rule "Full"
      when
        $i : Indicator( name == "disk", last > 90 )
      then
        findings.raise("full", $i, MAJOR);
      end
      """;

  private static final String TEST = """
      tests:
        - name: a disk is full above 90 %
          service: crm-db
          series: {disk: 50x3 91}
          expect:
            - {at: 29s, open: []}
            - {at: 30s, open: [full]}
      """;

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void write() throws Exception {
    Files.createDirectory(folder.resolve("tests"));
    Files.writeString(folder.resolve("x.drl"), RULE);
    Files.writeString(folder.resolve("tests/x.yaml"), TEST);
  }

  @Test
  void good_tests_are_counted() {
    assertThat(run(folder.toString())).isZero();
    assertThat(out.toString()).startsWith("1 tests in 1 files: 1 passed, 0 failed, 0 faults, in ");
  }

  @Test
  void a_failed_test_is_shown_with_what_was_expected_and_what_was() throws Exception {
    Files.writeString(folder.resolve("tests/x.yaml"), TEST.replace("30s", "31s").replace("29s", "30s"));
    assertThat(run(folder.toString())).isEqualTo(1);
    assertThat(out.toString()).startsWith("""
        tests/x.yaml:6:14: a disk is full above 90 %
          at        30s
          expected  open: nothing
          got       open: full
                    disk: last 91, age 0,""").contains("            rules that fire: Full\n");
  }

  @Test
  void a_rule_that_no_test_fires_is_told_and_fails_only_where_that_is_asked() throws Exception {
    Files.writeString(folder.resolve("y.drl"), RULE.replace("Full", "Fuller").replace("90", "99"));
    assertThat(run(folder.toString())).isZero();
    assertThat(out.toString()).contains("warning: no test fires the rule \"Fuller\"\n");
    assertThat(run(folder.toString(), "--require-coverage")).isEqualTo(1);
  }

  @Test
  void broken_rules_and_broken_tests_fail() throws Exception {
    Files.writeString(folder.resolve("tests/x.yaml"), TEST.replace("series", "serie"));
    assertThat(run(folder.toString())).isEqualTo(1);
    assertThat(out.toString()).startsWith("tests/x.yaml:4:5: there is no \"serie\" here");
    Files.writeString(folder.resolve("x.drl"), "nonsense");
    assertThat(run(folder.toString())).isEqualTo(1);
    assertThat(out.toString()).contains("x.drl:1:1: ");
  }

  @Test
  void programs_read_json_or_junits_xml() throws Exception {
    Files.writeString(folder.resolve("tests/x.yaml"), TEST.replace("30s", "31s").replace("29s", "30s"));
    Path junit = folder.resolve("junit.xml");
    assertThat(run(folder.toString(), "--json", "--junit", junit.toString())).isEqualTo(1);
    assertThat(out.toString())
        .startsWith("{\"tests\":1,\"failed\":1,\"errors\":[],\"failures\":[{\"test\":\"a disk is full"
            + " above 90 %\",\"file\":\"tests/x.yaml\",\"line\":6,\"column\":14,\"at\":\"30s\",");
    assertThat(Files.readString(junit)).contains("<testsuite name=\"rules\" tests=\"1\" failures=\"1\" errors=\"0\">")
        .contains("<testcase classname=\"tests/x.yaml\" name=\"a disk is full above 90 %\"><failure message=");
  }

  @Test
  void a_folder_that_is_not_there_is_wrong_use() {
    assertThat(run(folder.resolve("none").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("there is no folder");
  }

  private int run(String... arguments) {
    return new CommandLine(new RulesTestCommand()).setOut(new PrintWriter(out)).setErr(new PrintWriter(err))
        .execute(arguments);
  }
}
