package io.faultdesk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What the command line answers before anything is started. */
@ExtendWith(OutputCaptureExtension.class)
class CommandsTest {

  @ParameterizedTest
  @ValueSource(strings = {"--help", "serve --help", "rules --help", "rules check --help", "processes check --help"})
  void every_command_explains_itself_and_starts_nothing(String line, CapturedOutput output) {
    assertThat(Commands.execute(line.split(" "))).isZero();
    assertThat(output.getOut()).contains("Usage: faultdesk");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "serve --version", "rules check --version"})
  void the_version_is_told(String line, CapturedOutput output) {
    assertThat(Commands.execute(line.split(" "))).isZero();
    assertThat(output.getOut()).matches("Faultdesk \\S.*\\R");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"rules", "rules check no/such/folder", "rules chek", "no-such-command", "processes check --jsn"})
  void wrong_use_is_told_in_one_line(String line, CapturedOutput output) {
    assertThat(Commands.execute(line.split(" "))).isEqualTo(2);
    assertThat(output.getErr()).hasLineCount(1).contains("--help");
  }

  @Test
  void settings_after_serve_are_for_the_server() {
    assertThat(Commands.named(new String[]{"serve", "--server.port=0"})).isTrue();
    assertThat(Commands.named(new String[]{"--server.port=0"})).isFalse();
  }
}
