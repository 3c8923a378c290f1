package io.faultdesk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/** What somebody reads whose settings file has a slip. */
@ExtendWith(OutputCaptureExtension.class)
class StartWithWrongSettingsTest {

  @TempDir Path folder;

  /** The whole program, started as people start it, because it ends before there is anything to start in a test. */
  @Test
  void a_slip_of_indentation_is_named_with_file_line_and_problem() throws Exception {
    Path file = write("""
        faultdesk:
          staff:
            people:
              - {id: li.na}
           teams: []
        """);
    ProcessBuilder program = new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp", System.getProperty("java.class.path"), Faultdesk.class.getName(), "serve");
    program.environment().put("FAULTDESK_CONFIG", file.toString());
    Process started = program.redirectErrorStream(true).start();
    String said = new String(started.getInputStream().readAllBytes(), UTF_8);
    assertThat(started.waitFor()).as(said).isEqualTo(1);
    assertThat(said).contains(file + ", line 5, column 4: ", "expected <block end>", "teams: []")
        .doesNotContain("\tat ", "DEBUG");
    assertThat(said.lines().toList().getLast()).isEqualTo("The server did not start; the reason is above.");
  }

  @ParameterizedTest
  @CsvSource({
    "processes.dri, ./drawn, drawn",
    "data.dri, ./here, data.dri",
    "admin.pasword, secret, admin.pasword",
    "staff.poeple, x, x",
    "staf.people, x, staf"
  })
  void a_slip_of_the_pen_is_named_with_its_place(String key, String value, String named, CapturedOutput output)
      throws IOException {
    Path file = write(settings(key, value));
    assertThatThrownBy(() -> start(file)).isNotNull();
    assertThat(output).contains("APPLICATION FAILED TO START", named, "faultdesk.yaml").doesNotContain("\tat io.");
  }

  @ParameterizedTest
  @CsvSource({"processes.dir, ./drawn", "data.dir, ./here", "admin.password, secret"})
  void what_is_written_right_is_taken(String key, String value) throws IOException {
    Path file = write(settings(key, value));
    assertThatCode(() -> start(file)).doesNotThrowAnyException();
  }

  @Test
  void the_blocks_that_faultdesk_yaml_shows_commented_out_are_the_defaults() throws IOException {
    String shown = Files.readString(Path.of("faultdesk.yaml")).replaceAll("(?m)^( *)# ( *[a-z0-9-]+:.*)$", "$1$2");
    Path all = write(shown);
    Path none = Files.writeString(folder.resolve("none.yaml"), "faultdesk: {}");
    try (var written = run(all); var left = run(none)) {
      for (String block : List.of("incident", "notification")) {
        assertThat(settings(written, "faultdesk." + block + "-")).isEqualTo(settings(left, "faultdesk." + block + "-"));
      }
      for (String key : List.of("faultdesk.data.dir", "server.address", "server.port")) {
        assertThat(written.getEnvironment().getProperty(key)).isEqualTo(left.getEnvironment().getProperty(key));
      }
      assertThat(written.getEnvironment().getProperty("spring.mail.host")).isNotNull();
    }
  }

  private static Object settings(ConfigurableApplicationContext context, String prefix) {
    return Stream.of(context.getBeanDefinitionNames()).filter(name -> name.startsWith(prefix)).map(context::getBean)
        .findFirst().orElseThrow();
  }

  private static String settings(String key, String value) {
    String[] names = key.split("\\.");
    return "faultdesk:\n  %s:\n    %s: %s\n".formatted(names[0], names[1], value);
  }

  private Path write(String settings) throws IOException {
    return Files.writeString(folder.resolve("faultdesk.yaml"), settings);
  }

  private static void start(Path file) {
    run(file).close();
  }

  private static ConfigurableApplicationContext run(Path file) {
    return new SpringApplicationBuilder(Settings.class).web(WebApplicationType.NONE).run("--FAULTDESK_CONFIG=" + file,
        "--FAULTDESK_INITIAL_PASSWORD=x", "--DATABASE_PASSWORD=x", "--MAIL_PASSWORD=x");
  }

  /** Every module's settings and nothing else; without a stereotype, so that no other test finds it. */
  @ConfigurationPropertiesScan
  @Import(SettingsCheck.class)
  static class Settings {}
}
