package io.faultdesk.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultdesk.security.Accounts.Account;
import io.faultdesk.testing.HandClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How often the directory is asked, and how long an answer holds. */
class SignInTest {

  private final HandClock clock = new HandClock(Instant.now());
  private final Directory directory = new Directory();
  private final SignIn signIn = new SignIn(directory, new SignInThrottle(clock), clock);

  @Test
  void asks_the_directory_once_for_many_requests() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(signIn.check("li.na", "right", "here")).isPresent();
    }
    assertThat(directory.asked).isEqualTo(1);
  }

  @Test
  void forgets_an_old_password_within_a_minute() {
    signIn.check("li.na", "right", "here");
    directory.passwords.put("li.na", "changed");
    clock.advance(Duration.ofSeconds(60));
    assertThat(signIn.check("li.na", "right", "here")).isEmpty();
    assertThat(signIn.check("li.na", "changed", "here")).isPresent();
  }

  @Test
  void notices_a_removed_user_although_the_password_is_remembered() {
    signIn.check("li.na", "right", "here");
    directory.passwords.remove("li.na");
    clock.advance(SignIn.ACCOUNT_MEMORY);
    assertThat(signIn.check("li.na", "right", "here")).isEmpty();
  }

  @Test
  void stops_asking_for_an_address_that_keeps_guessing() {
    for (int i = 0; i < 100; i++) {
      assertThat(signIn.check("li.na", "guess " + i, "there")).isEmpty();
    }
    assertThat(directory.asked).isEqualTo(SignInThrottle.FREE_TRIES);
    assertThat(signIn.check("li.na", "right", "there")).isEmpty();
    assertThat(signIn.check("li.na", "right", "here")).isPresent();
  }

  @Test
  void makes_the_wait_longer_each_time_and_never_longer_than_its_limit() {
    for (int i = 0; i < SignInThrottle.FREE_TRIES; i++) {
      signIn.check("li.na", "guess", "there");
    }
    Duration wait = SignInThrottle.FIRST_WAIT;
    for (int i = 0; i < 10; i++) {
      int before = directory.asked;
      clock.advance(wait.minusMillis(1));
      signIn.check("li.na", "guess", "there");
      assertThat(directory.asked).isEqualTo(before);
      clock.advance(Duration.ofMillis(1));
      signIn.check("li.na", "guess", "there");
      assertThat(directory.asked).isEqualTo(before + 1);
      wait = wait.multipliedBy(2).compareTo(SignInThrottle.LONGEST_WAIT) < 0 ? wait.multipliedBy(2)
          : SignInThrottle.LONGEST_WAIT;
    }
    clock.advance(SignInThrottle.LONGEST_WAIT);
    assertThat(signIn.check("li.na", "right", "there")).isPresent();
  }

  @Test
  void does_not_mix_up_name_and_password() {
    directory.passwords.put("a", "bc");
    assertThat(signIn.check("a", "bc", "here")).isPresent();
    assertThat(signIn.check("ab", "c", "here")).isEmpty();
    assertThat(signIn.check("", "", "here")).isEmpty();
  }

  /** A directory with one person that counts what it is asked. */
  private static final class Directory implements Accounts {

    private final Map<String, String> passwords = new HashMap<>(Map.of("li.na", "right"));
    private int asked;

    @Override
    public Optional<Account> signIn(String user, String password) {
      asked++;
      return password.equals(passwords.get(user)) ? find(user) : Optional.empty();
    }

    @Override
    public Optional<Account> find(String user) {
      return passwords.containsKey(user) ? Optional.of(new Account(user, Set.of("platform"))) : Optional.empty();
    }

    @Override
    public boolean createAdmin(String password) {
      return passwords.putIfAbsent("admin", password) == null;
    }
  }
}
