package io.faultdesk.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.TransientDataAccessException;

class LostRacesTest {

  private final AtomicInteger attempts = new AtomicInteger();

  @Test
  void what_loses_a_race_is_done_again() {
    assertThat(LostRaces.repeat(losing(2))).isEqualTo("done");
    assertThat(attempts).hasValue(3);
  }

  @Test
  void who_always_loses_is_told_so() {
    assertThatThrownBy(() -> LostRaces.repeat(losing(Integer.MAX_VALUE)))
        .isInstanceOf(ConcurrencyFailureException.class);
    assertThat(attempts).hasValue(LostRaces.MAX_ATTEMPTS);
  }

  @Test
  void who_always_comes_second_for_a_key_may_try_again_later() {
    assertThatThrownBy(
        () -> LostRaces.repeat(() -> {
          throw new DuplicateKeyException("open_key");
        }))
        .as("an answer of 503 is made of these").isInstanceOf(TransientDataAccessException.class);
  }

  private Supplier<String> losing(int times) {
    return () -> {
      if (attempts.incrementAndGet() <= times) {
        throw new CannotAcquireLockException("deadlock");
      }
      return "done";
    };
  }
}
