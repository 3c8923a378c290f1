package io.faultdesk;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.support.StaticApplicationContext;
import org.springframework.mock.env.MockEnvironment;

class SettingsCheckTest {

  @TempDir Path folder;

  @Test
  void a_file_that_was_named_must_be_there() throws IOException {
    Path file = folder.resolve("ours.yaml");
    assertThatThrownBy(() -> checked(file)).isInstanceOf(WrongSetting.class).hasMessageContaining(file.toString());
    Files.createFile(file);
    assertThatCode(() -> checked(file)).doesNotThrowAnyException();
  }

  @Test
  void the_file_that_nobody_named_may_be_missing() {
    assertThatCode(() -> new SettingsCheck(new StaticApplicationContext(), new MockEnvironment()))
        .doesNotThrowAnyException();
  }

  private static SettingsCheck checked(Path file) {
    return new SettingsCheck(
        new StaticApplicationContext(), new MockEnvironment().withProperty("FAULTDESK_CONFIG", file.toString()));
  }
}
