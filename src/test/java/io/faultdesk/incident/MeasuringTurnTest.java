package io.faultdesk.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class MeasuringTurnTest {

  private final MeasuringTurn turn = new MeasuringTurn();

  @Test
  void who_cannot_have_a_turn_is_told_to_come_again() throws Exception {
    CountDownLatch measuring = new CountDownLatch(1);
    CountDownLatch measured = new CountDownLatch(1);
    CompletableFuture<Integer> first = CompletableFuture.supplyAsync(() -> turn.take(() -> {
      measuring.countDown();
      await(measured);
      return 1;
    }));
    measuring.await();

    assertThatExceptionOfType(TooBusyToMeasure.class).isThrownBy(() -> turn.take(() -> 2)).satisfies(busy -> {
      assertThat(busy.getStatusCode().value()).isEqualTo(503);
      assertThat(busy.getHeaders().getFirst("Retry-After")).isEqualTo("5");
    });
    measured.countDown();
    assertThat(first.get()).isOne();
    assertThat(turn.take(() -> 3)).isEqualTo(3);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
