package io.faultdesk.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** How much the intake takes over HTTP, client and server being two processes of one machine. */
class IntakeBench {

  private static final Duration WARM_UP = Duration.ofSeconds(10);
  private static final Duration TURN = Duration.ofSeconds(10);
  private static final int ROUNDS = 3;
  private static final int SENDERS = 2;

  @Test
  void ndjson_samples() throws Exception {
    try (PackagedApp app = PackagedApp.start("intake-samples")) {
      Figures figures = new Figures("intake-samples", "round", "samples/s", "MB/s");
      List<SampleStream> streams = new ArrayList<>();
      for (int i = 0; i < SENDERS; i++) {
        streams.add(new SampleStream("s" + i + "-", Instant.now().minus(Duration.ofMinutes(55)).toEpochMilli()));
      }
      rate(WARM_UP, streams.stream().map(stream -> sender(app, stream)).toList());
      double[] rounds = new double[ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        double bodies = rate(TURN, streams.stream().map(stream -> sender(app, stream)).toList());
        rounds[round] = bodies * SampleStream.LINES;
        figures.row(round + 1, rounds[round], bodies * streams.getFirst().body.length / 1e6);
      }
      figures.row("median", Race.median(rounds), "");
      figures.note(
          "%d senders on kept connections, %,d lines a request: 100 services with 20 indicators, one sample a second each.",
          SENDERS,
          SampleStream.LINES);
      figures.publish();
    }
  }

  @Test
  void alerts_into_the_inbox_and_on_into_incidents() throws Exception {
    try (PackagedApp app = PackagedApp.start("intake-alerts", "-Dfaultdesk.signal.max-backlog=2000000")) {
      Figures figures =
          new Figures("intake-alerts", "round", "alerts/s stored", "alerts/s into incidents meanwhile",
              "alerts/s into incidents afterwards");
      List<AlertStream> streams = new ArrayList<>();
      for (int i = 0; i < 2 * SENDERS; i++) {
        streams.add(new AlertStream("a" + i));
      }
      rate(WARM_UP, streams.stream().map(stream -> sender(app, stream)).toList());
      double[] stored = new double[ROUNDS];
      double[] drained = new double[ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        double before = incidents(app);
        stored[round] = rate(TURN, streams.stream().map(stream -> sender(app, stream)).toList()) * AlertStream.ALERTS;
        double between = incidents(app);
        long begin = System.nanoTime();
        // the drain goes on by itself; here is only watched how fast
        Thread.sleep(TURN);
        drained[round] = (incidents(app) - between) * 1e9 / (System.nanoTime() - begin);
        figures.row(round + 1, stored[round], (between - before) / TURN.toSeconds(), drained[round]);
      }
      figures.row("median", Race.median(stored), "", Race.median(drained));
      figures.note(
          "%d senders on kept connections, %d distinct alerts a request over 50 services; H2 file, every commit on disk.",
          2 * SENDERS,
          AlertStream.ALERTS);
      figures.note("Every alert makes an incident of its own with its process; %,.0f were waiting at the end.",
          app.metric("faultdesk_signal_backlog"));
      figures.publish();
    }
  }

  /** Numbers are given out in blocks with gaps, so incidents are counted by their processes. */
  private static double incidents(PackagedApp app) throws Exception {
    return app.json("/engine-rest/process-instance/count?processDefinitionKey=incident-response").get("count")
        .asDouble();
  }

  private static Callable<Void> sender(PackagedApp app, SampleStream stream) {
    return () -> {
      var answer = app.post("/api/v1/samples", "application/x-ndjson", stream.next());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
      assertThat(answer.body()).contains("\"accepted\":" + SampleStream.LINES);
      return null;
    };
  }

  private static Callable<Void> sender(PackagedApp app, AlertStream stream) {
    return () -> {
      var answer = app.post("/api/v2/alerts", "application/json", stream.next());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return null;
    };
  }

  /** How many requests in a second all senders together got answered. */
  private static double rate(Duration length, List<Callable<Void>> senders) throws Exception {
    long begin = System.nanoTime();
    long end = begin + length.toNanos();
    try (var threads = Executors.newFixedThreadPool(senders.size())) {
      List<Future<Integer>> counts = new ArrayList<>();
      for (Callable<Void> sender : senders) {
        counts.add(threads.submit(() -> {
          int count = 0;
          for (; System.nanoTime() < end; count++) {
            sender.call();
          }
          return count;
        }));
      }
      int all = 0;
      for (Future<Integer> count : counts) {
        all += count.get();
      }
      return all * 1e9 / (System.nanoTime() - begin);
    }
  }

  /** The same lines again and again, each time a second later; only the time is written anew, so that sending costs little. */
  private static final class SampleStream {

    private static final int SERVICES = 100;
    private static final int INDICATORS = 20;
    private static final int LINES = SERVICES * INDICATORS;

    private final byte[] body;
    private final int[] times = new int[LINES];
    private long time;

    SampleStream(String prefix, long begin) {
      StringBuilder lines = new StringBuilder();
      time = begin;
      for (int i = 0; i < LINES; i++) {
        lines.append("{\"service\":\"%s%d\",\"indicator\":\"indicator-%d\",\"value\":%d.%d,\"time\":"
            .formatted(prefix, i / INDICATORS, i % INDICATORS, 100 + i % 37, i % 10));
        times[i] = lines.length();
        lines.append(begin).append("}\n");
      }
      body = lines.toString().getBytes(StandardCharsets.US_ASCII);
    }

    byte[] next() {
      time += 1000;
      byte[] digits = String.valueOf(time).getBytes(StandardCharsets.US_ASCII);
      for (int at : times) {
        System.arraycopy(digits, 0, body, at, digits.length);
      }
      return body;
    }
  }

  /** Batches of alerts that nobody has sent before. */
  private static final class AlertStream {

    private static final int ALERTS = 100;
    private static final int SERVICES = 50;

    private final String name;
    private final String startsAt = Instant.now().toString();
    private int sent;

    AlertStream(String name) {
      this.name = name;
    }

    byte[] next() {
      StringBuilder batch = new StringBuilder("[");
      for (int i = 0; i < ALERTS; i++) {
        sent++;
        batch.append(i == 0 ? "" : ",")
            .append(
                """
                {"labels":{"alertname":"BenchAlert","service":"crm-%d","severity":"warning","instance":"%s-%d"},\
                "annotations":{"summary":"Alert %d of the bench"},"startsAt":"%s",\
                "generatorURL":"http://prometheus/graph"}"""
                    .formatted(sent % SERVICES, name, sent, sent, startsAt));
      }
      return batch.append(']').toString().getBytes(StandardCharsets.UTF_8);
    }
  }
}
