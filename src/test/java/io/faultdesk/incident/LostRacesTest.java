package io.faultdesk.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.springframework.dao.CannotAcquireLockException;

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
        .isInstanceOf(CannotAcquireLockException.class);
    assertThat(attempts).hasValue(LostRaces.MAX_ATTEMPTS);
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
