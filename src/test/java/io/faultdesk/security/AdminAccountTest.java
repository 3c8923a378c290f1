package io.faultdesk.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The first start's user. */
@ExtendWith(OutputCaptureExtension.class)
class AdminAccountTest {

  @TempDir Path folder;

  private final Directory directory = new Directory();

  @Test
  void makes_up_a_password_shows_it_once_and_keeps_it_from_others(CapturedOutput output) throws IOException {
    start(null);
    Path file = folder.resolve("admin-password");
    String password = Files.readString(file).strip();
    assertThat(password).hasSizeGreaterThanOrEqualTo(16).isEqualTo(directory.password);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
    start(null);
    assertThat(output.getOut().split(password, -1)).hasSize(2);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void takes_the_password_it_is_given_and_shows_it_nowhere(CapturedOutput output) {
    start("chosen by the operator");
    assertThat(directory.password).isEqualTo("chosen by the operator");
    assertThat(output.getAll()).doesNotContain("chosen by the operator");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void leaves_no_trace_of_a_password_that_another_node_was_quicker_than(CapturedOutput output) {
    directory.lost = true;
    start(null);
    assertThat(folder).isEmptyDirectory();
    assertThat(output.getOut()).doesNotContain("Sign in");
  }

  private void start(String given) {
    SecuritySettings settings =
        new SecuritySettings(new SecuritySettings.Data(folder), new SecuritySettings.Admin(given));
    new AdminAccount(directory, settings).afterSingletonsInstantiated();
  }

  /** A directory that is empty at first. */
  private static final class Directory implements Accounts {

    private String password;
    private boolean lost;

    @Override
    public Optional<Account> signIn(String user, String given) {
      return Optional.empty();
    }

    @Override
    public Optional<Account> find(String user) {
      return password == null ? Optional.empty() : Optional.of(new Account(user, Set.of()));
    }

    @Override
    public boolean createAdmin(String made) {
      if (lost) {
        return false;
      }
      password = made;
      return true;
    }
  }
}
