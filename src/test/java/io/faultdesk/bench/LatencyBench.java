package io.faultdesk.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * How long it takes from a bad sample to a task: the clock runs from the moment before the sample is posted until engine REST
 * has shown the task that is there because of it. The rule opens at once, so no rule's patience is in the figures.
 */
class LatencyBench {

  private static final int PER_SECOND = 20;
  private static final Duration MEASURED = Duration.ofSeconds(60);
  private static final Duration FIRST_LOOK = Duration.ofMillis(40);
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void a_sample_becomes_a_task() throws Exception {
    try (PackagedApp app = PackagedApp.start("latency")) {
      Figures figures =
          new Figures("latency", "the service before", "incidents", "p50 ms", "p90 ms", "p99 ms", "slowest ms");
      report(figures, "was silent, the first minute after the start", run(app, "first", MEASURED, false));
      report(figures, "was silent", run(app, "silent", MEASURED, false));
      report(figures, "sent a good sample every second", run(app, "busy", MEASURED, true));
      figures.note(
          "%d bad samples a second, each of another service; first looked for after %d ms, then every %d ms or 10 %% of the wait.",
          PER_SECOND,
          FIRST_LOOK.toMillis(),
          PAUSE.toMillis());
      figures.note("Whoever waited longer than %d s counts with that.", PATIENCE.toSeconds());
      figures.note("A look is up to two requests (incident of the service, its task), and both are in the figures.");
      figures.publish();
    }
  }

  private static void report(Figures figures, String before, double[] millis) {
    Arrays.sort(millis);
    figures.row(before, millis.length, at(millis, 0.5), at(millis, 0.9), at(millis, 0.99), millis[millis.length - 1]);
  }

  private static double at(double[] sorted, double share) {
    return sorted[(int) Math.ceil(share * sorted.length) - 1];
  }

  private static double[] run(PackagedApp app, String name, Duration length, boolean busyBefore) throws Exception {
    int count = Math.toIntExact(length.toSeconds() * PER_SECOND);
    List<Future<Double>> waits = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        var schedule = Executors.newScheduledThreadPool(1)) {
      for (int i = 0; i < count; i++) {
        String service = name + "-" + i;
        long due = i * 1_000_000_000L / PER_SECOND;
        if (busyBefore) {
          for (int second = 0; second < 3; second++) {
            schedule.schedule(
                () -> threads.submit(() -> send(app, service, 500)),
                due + second * 1_000_000_000L,
                TimeUnit.NANOSECONDS);
          }
        }
        long fault = due + (busyBefore ? 3_000_000_000L : 0);
        var started = schedule.schedule(() -> threads.submit(() -> wait(app, service)), fault, TimeUnit.NANOSECONDS);
        waits.add(threads.submit(() -> started.get().get()));
      }
      double[] millis = new double[count];
      for (int i = 0; i < count; i++) {
        millis[i] = waits.get(i).get();
      }
      return millis;
    }
  }

  private static double wait(PackagedApp app, String service) throws Exception {
    long begin = System.nanoTime();
    send(app, service, 1000);
    Thread.sleep(FIRST_LOOK);
    while (!taskVisible(app, service) && System.nanoTime() - begin < PATIENCE.toNanos()) {
      // so that those who wait long do not slow down what they wait for
      Thread.sleep(Math.max(PAUSE.toMillis(), (System.nanoTime() - begin) / 1_000_000 / 10));
    }
    return (System.nanoTime() - begin) / 1e6;
  }

  private static boolean taskVisible(PackagedApp app, String service) throws Exception {
    JsonNode incident = app.json("/api/v1/incidents?limit=1&service=" + service).at("/items/0/number");
    return !incident.isMissingNode()
        && !app.json("/engine-rest/task?processInstanceBusinessKey=" + incident.asText()).isEmpty();
  }

  private static Void send(PackagedApp app, String service, double value) throws Exception {
    String sample = "[{\"service\":\"%s\",\"indicator\":\"bench-fault\",\"value\":%s}]".formatted(service, value);
    var answer = app.post("/api/v1/samples", "application/json", sample.getBytes(StandardCharsets.UTF_8));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return null;
  }
}
