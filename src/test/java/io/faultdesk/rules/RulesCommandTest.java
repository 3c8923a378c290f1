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
    assertThat(out.toString()).matches("\\d+ rules in 6 files are good\\R");
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
