package io.faultdesk.indicator;

import static io.faultdesk.indicator.Windows.T;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultdesk.shared.ServiceName;
import io.faultdesk.signal.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class IndicatorBoardTest {

  private static final int SERVICES = 3;
  private static final int WRITERS = 4;
  private static final int SAMPLES = 500;

  @Test
  void writers_and_readers_at_once_lose_nothing() throws Exception {
    Program program = Program.on("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    AtomicBoolean done = new AtomicBoolean();
    try (var threads = Executors.newCachedThreadPool()) {
      List<Future<?>> writers = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        int first = writer;
        writers.add(threads.submit(() -> write(program.board(), first)));
      }
      Future<Long> reader = threads.submit(() -> readUntil(done, program.board()));
      Future<?> keeper =
          threads.submit(
              () -> {
                while (!done.get()) {
                  program.store();
                }
              });
      for (Future<?> each : writers) {
        each.get();
      }
      done.set(true);
      assertThat(reader.get()).isPositive();
      keeper.get();
    }
    program.store();
    for (int service = 0; service < SERVICES; service++) {
      List<Indicator> indicators = program.board().snapshot(name(service), Instant.ofEpochMilli(T));
      assertThat(indicators).extracting(Indicator::name).containsExactly("a", "b");
      assertThat(indicators).allMatch(each -> each.baseline().count() == WRITERS * SAMPLES);
    }
    assertThat(program.board().samplesTaken()).isEqualTo((long) WRITERS * SAMPLES * SERVICES * 2);
    program.stop();
  }

  /** Every writer sends times of its own, the youngest first. */
  private static void write(IndicatorBoard board, int first) {
    for (int i = 0; i < SAMPLES; i++) {
      List<Sample> batch = new ArrayList<>();
      for (int service = 0; service < SERVICES; service++) {
        batch.add(new Sample(name(service), "a", i, T - i * 1000L - first));
        batch.add(new Sample(name(service), "b", i, T - i * 1000L - first));
      }
      assertThat(board.take(batch)).containsOnlyNulls();
    }
  }

  private static long readUntil(AtomicBoolean done, IndicatorBoard board) {
    long reads = 0;
    while (!done.get()) {
      for (ServiceName service : board.services()) {
        for (Indicator indicator : board.snapshot(service, Instant.ofEpochMilli(T))) {
          assertThat(indicator.baseline().max()).isGreaterThanOrEqualTo(indicator.baseline().median());
          reads++;
        }
      }
    }
    return reads;
  }

  private static ServiceName name(int number) {
    return ServiceName.of("service-" + number);
  }
}
