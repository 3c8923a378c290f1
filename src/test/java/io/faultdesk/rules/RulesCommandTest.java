package io.faultdesk.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code faultdesk rules check}. */
class RulesCommandTest {

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void good_rules_are_counted() {
    assertThat(run("check", "rules")).isZero();
    assertThat(out.toString()).matches("\\d+ rules in 7 files are good\\R");
  }

  @Test
  void each_fault_is_a_line_that_an_editor_can_jump_to() throws Exception {
    Files.writeString(folder.resolve("x.drl"),
        "package faultdesk.performance\nrule \"a\"\nwhen\nthen\nSystem.exit(1);\nend");

    assertThat(run("check", folder.toString())).isEqualTo(1);
    assertThat(out.toString()).startsWith("x.drl:5:1: ");
    assertThat(run("check", "--json", folder.toString())).isEqualTo(1);
    assertThat(out.toString())
        .contains("{\"files\":1,\"rules\":0,\"errors\":[{\"file\":\"x.drl\",\"line\":5,\"column\":1,");
  }

  @Test
  void a_warning_keeps_nothing_back_unless_it_is_to() throws Exception {
    Files.writeString(folder.resolve("x.drl"),
        "package faultdesk.performance\n" + Given.rule("a", "$i : Indicator( p95 > 1 )"));

    assertThat(run("check", folder.toString())).isZero();
    assertThat(out.toString()).startsWith("x.drl:6:16: warning: \"a\" opens and clears whenever")
        .endsWith("1 rule in 1 file is good, with 1 warning\n");
    assertThat(run("check", "--strict", folder.toString())).isEqualTo(1);
    assertThat(run("check", "--json", folder.toString())).isZero();
    assertThat(out.toString()).contains("\"errors\":[],\"warnings\":[{\"file\":\"x.drl\",\"line\":6,\"column\":16,");
  }

  @Test
  void names_are_compared_with_the_configuration_that_is_there() throws Exception {
    Files.writeString(folder.resolve("x.drl"),
        "package faultdesk.performance\n" + Given.rule("a", "$i : Indicator( name == \"cpuu\", age > 1 )"));

    assertThat(run("check", "--strict", "--config", "no-such-file.yaml", folder.toString())).isZero();
    assertThat(run("check", "--strict", "--config", "faultdesk.yaml", folder.toString())).isEqualTo(1);
    assertThat(out.toString())
        .contains("x.drl:4:17: warning: no indicator \"cpuu\" is declared in faultdesk.yaml: did you mean \"cpu\"?");
    Path broken = Files.writeString(folder.resolve("broken.yaml"),
        "faultdesk: {catalog: {services: [{name: a, criticality: huge}]}}");
    assertThat(run("check", "--config", broken.toString(), folder.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("broken.yaml cannot be read: ").contains("services[0].criticality");
  }

  @Test
  void wrong_use_is_exit_code_two() {
    assertThat(run("check", folder.resolve("absent").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("there is no folder");
    assertThat(run()).isEqualTo(2);
    assertThat(run("chek")).isEqualTo(2);
  }

  private int run(String... arguments) {
    return new CommandLine(new RulesCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
