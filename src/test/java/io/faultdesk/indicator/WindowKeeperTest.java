package io.faultdesk.indicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.atLeast;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import io.faultdesk.testing.HandClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The storing goes on whatever happens, and says how far behind it is. */
class WindowKeeperTest {

  private final HandClock clock = new HandClock(Instant.parse("2026-03-02T03:00:00Z"));
  private final IndicatorBoard board = mock();
  private final WindowKeeper keeper =
      new WindowKeeper(
          board,
          mock(StoredMinutes.class),
          new IndicatorSettings(4096, 10, Duration.ofMillis(100), Duration.ofDays(30), Duration.ofDays(8),
              Duration.ofDays(1), 2000),
          clock);

  @AfterEach
  void stop() {
    keeper.stop();
  }

  @Test
  void an_error_in_one_round_does_not_end_the_storing() {
    doThrow(new OutOfMemoryError("a test")).doNothing().when(board).forEach(any());
    keeper.start();
    await().atMost(Duration.ofSeconds(15)).untilAsserted(() -> verify(board, atLeast(3)).forEach(any()));
  }

  @Test
  void the_time_since_the_last_storing_is_known() {
    clock.advance(Duration.ofSeconds(9));
    assertThat(keeper.secondsSinceStored()).isEqualTo(9);
    keeper.store();
    assertThat(keeper.secondsSinceStored()).isZero();
    clock.advance(Duration.ofSeconds(4));
    doThrow(new IllegalStateException("the database is away")).when(board).forEach(any());
    assertThatThrownBy(keeper::store).hasMessage("the database is away");
    assertThat(keeper.secondsSinceStored()).isEqualTo(4);
  }
}
