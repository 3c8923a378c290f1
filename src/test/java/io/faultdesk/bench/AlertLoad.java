package io.faultdesk.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * Some senders that post batches of alerts, each as soon as its last one has been answered.
 *
 * @param batch alerts a request
 */
record AlertLoad(int batch, int connections) {

  private static final String ROUTE = "/api/v2/alerts";

  /** Sends for so long alerts with numbers that begin there. */
  Outcome during(Duration length, Contender to, long first) throws Exception {
    long end = System.nanoTime() + length.toNanos();
    return run(to, first, request -> System.nanoTime() < end);
  }

  /** Sends that many alerts with the numbers from there on. */
  Outcome of(int alerts, Contender to, long first) throws Exception {
    return run(to, first, request -> (request + 1L) * batch <= alerts);
  }

  /** Sends that many alerts evenly spread over that time, and then says how it went. */
  Outcome paced(int alerts, Duration within, Contender to, long first) throws Exception {
    long begin = System.nanoTime();
    long spacing = within.toNanos() * batch / alerts;
    return run(to, first, request -> {
      long early = begin + request * spacing - System.nanoTime();
      TimeUnit.NANOSECONDS.sleep(Math.max(0, early));
      return (request + 1L) * batch <= alerts;
    });
  }

  private Outcome run(Contender to, long first, Until until) throws Exception {
    long cpu = to.cpu().toNanos();
    long begin = System.nanoTime();
    List<Future<long[]>> senders = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(connections)) {
      for (int i = 0; i < connections; i++) {
        int sender = i;
        senders.add(threads.submit(() -> send(to, first, sender, until)));
      }
      long[] nanos = LongStream.empty().toArray();
      for (Future<long[]> sender : senders) {
        nanos = LongStream.concat(Arrays.stream(nanos), Arrays.stream(sender.get())).toArray();
      }
      return new Outcome(
          (long) nanos.length * batch,
          (System.nanoTime() - begin) / 1e9,
          (to.cpu().toNanos() - cpu) / 1e9,
          Millis.of(nanos));
    }
  }

  /** The senders take turns with the requests' numbers, so that all of them together are one row of numbers. */
  private long[] send(Contender to, long first, int sender, Until until) throws Exception {
    AlertBatch alerts = new AlertBatch(batch);
    LongStream.Builder nanos = LongStream.builder();
    try (KeptConnection connection = new KeptConnection(to)) {
      for (long request = sender; until.goesOn(request); request += connections) {
        byte[] body = alerts.from(first + request * batch);
        long begin = System.nanoTime();
        var answer = connection.post(ROUTE, body);
        nanos.add(System.nanoTime() - begin);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
      }
    }
    return nanos.build().toArray();
  }

  /** Whether the request of that number is sent. */
  @FunctionalInterface
  private interface Until {
    boolean goesOn(long request) throws InterruptedException;
  }

  /**
   * What came of it.
   *
   * @param cpu seconds of processor time that the server used meanwhile
   */
  record Outcome(long alerts, double seconds, double cpu, Millis requests) {

    double perSecond() {
      return alerts / seconds;
    }

    double cpuMicrosPerAlert() {
      return cpu * 1e6 / alerts;
    }
  }
}
