package io.faultdesk.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a hundred thousand open alerts cost, beside Debian's Alertmanager with the same ones. */
class OpenAlertsBench {

  private static final int ALERTS = Integer.getInteger("bench.alerts", 100_000);
  private static final AlertLoad LOADING = new AlertLoad(100, 4);
  private static final Duration PATIENCE = Duration.ofMinutes(15);
  private static final String HEAP = "-Xmx1g";
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final int INCIDENTS = 100;
  private static final int REQUESTS = 200;
  private static final int SLOW_REQUESTS = 20;

  /** As many as Prometheus puts into a request. */
  private static final AlertLoad PROMETHEUS = new AlertLoad(64, 1);

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration LOOK = Duration.ofMillis(500);

  /** So that those asked for lie far apart. */
  private static final long STRIDE = 7919;

  private final Figures figures = new Figures("open-alerts", "what", "figure, or p50 ms", "p99 ms");

  @Test
  void a_hundred_thousand_open_alerts() throws Exception {
    try (PackagedApp app = PackagedApp.start("open-alerts", HEAP); Alertmanager alertmanager = Alertmanager.start()) {
      Contender ours = app.contender();
      Contender theirs = alertmanager.contender();
      List<String> incidents = theirs.stoppedDuring(() -> report(app));
      ours.stoppedDuring(() -> {
        figures.row("Alertmanager", "", "");
        load(theirs, () -> 0.0);
        figures.row("resident, MB", theirs.residentMb(), "");
        query(theirs, SLOW_REQUESTS);
        repeat(theirs);
        resend(theirs, () -> 0.0);
        return null;
      });
      theirs.stoppedDuring(() -> {
        figures.row("Faultdesk", "", "");
        load(ours, () -> waiting(app));
        memory(app);
        query(ours, REQUESTS);
        repeat(ours);
        drained(() -> waiting(app));
        change(ours, incidents);
        resend(ours, () -> waiting(app));
        figures.row("until nothing waits after that, s", drained(() -> waiting(app)), "");
        rest(ours);
        memory(app);
        return null;
      });
      figures.note(
          "%,d open alerts over %d services, Faultdesk with %s; each of the two stood still while the other was measured.",
          ALERTS, AlertBatch.SERVICES, HEAP);
      figures.publish();
    }
  }

  private void load(Contender to, Callable<Double> waiting) throws Exception {
    Duration before = to.cpu();
    AlertLoad.Outcome loaded = LOADING.of(ALERTS, to, 0);
    double seconds = loaded.seconds() + drained(waiting);
    figures.row("stored within s", loaded.seconds(), "");
    figures.row("looked at within s", seconds, "");
    figures.row("µs CPU per alert until then", to.cpu().minus(before).toNanos() / 1e3 / ALERTS, "");
  }

  private void memory(PackagedApp app) throws Exception {
    figures.row("resident, MB", app.contender().residentMb(), "");
    figures.row("heap after a collection, MB", app.heapMb(), "");
  }

  private static double waiting(PackagedApp app) throws Exception {
    return app.metric("faultdesk_signal_backlog");
  }

  /** Waits until every alert has been looked at; how many seconds that took. */
  private static double drained(Callable<Double> waiting) {
    long begin = System.nanoTime();
    await("every alert looked at").atMost(PATIENCE).pollInterval(LOOK).until(() -> waiting.call() == 0);
    return (System.nanoTime() - begin) / 1e9;
  }

  /** Incidents of the ordinary kind, one process each. */
  private static List<String> report(PackagedApp app) throws Exception {
    List<String> numbers = new ArrayList<>();
    try (KeptConnection connection = new KeptConnection(app.contender())) {
      for (int i = 0; i < INCIDENTS; i++) {
        String report = "{\"title\":\"Customers cannot log in (%d)\",\"service\":\"crm-%02d\"}".formatted(i, i);
        var answer = connection.post("/api/v1/incidents", report.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        numbers.add(JSON.readTree(answer.body()).get("number").asText());
      }
    }
    return numbers;
  }

  private void query(Contender of, int times) throws Exception {
    try (KeptConnection connection = new KeptConnection(of)) {
      row("GET /api/v2/alerts?filter= for one of them", times, i -> {
        String instance = AlertBatch.instance(i * STRIDE % ALERTS);
        String filter = URLEncoder.encode("instance=\"" + instance + "\"", StandardCharsets.UTF_8);
        var answer = connection.get("/api/v2/alerts?filter=" + filter);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(JSON.readTree(answer.body())).as(answer.text()).hasSize(1);
      });
    }
  }

  private void repeat(Contender to) throws Exception {
    AlertBatch alerts = new AlertBatch(LOADING.batch());
    try (KeptConnection connection = new KeptConnection(to)) {
      row("POST of %d repeats".formatted(LOADING.batch()), REQUESTS, i -> {
        var answer = connection.post("/api/v2/alerts", alerts.from((long) i * LOADING.batch() % ALERTS));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
      });
    }
  }

  private void change(Contender ours, List<String> incidents) throws Exception {
    try (KeptConnection connection = new KeptConnection(ours)) {
      row("POST of an acknowledgement", INCIDENTS,
          i -> transition(connection, incidents.get(i) + "/acknowledgement", "{\"note\":\"I look after it\"}"));
      row("POST of a comment", REQUESTS, i -> transition(
          connection, incidents.get(i % INCIDENTS) + "/comments", "{\"text\":\"The log shows nothing\"}"));
    }
  }

  private static void transition(KeptConnection connection, String what, String body) throws IOException {
    var answer = connection.post("/api/v1/incidents/" + what, body.getBytes(StandardCharsets.UTF_8));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  /** Says all of them once more within a minute, as Prometheus does each minute. */
  private void resend(Contender to, Callable<Double> waiting) throws Exception {
    try (var looks = Executors.newSingleThreadScheduledExecutor()) {
      List<Double> seen = new CopyOnWriteArrayList<>();
      var look = looks.scheduleWithFixedDelay(() -> {
        try {
          seen.add(waiting.call());
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      }, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
      AlertLoad.Outcome sent = PROMETHEUS.paced(ALERTS, MINUTE, to, 0);
      look.cancel(false);
      figures.row("all once more within a minute: CPU, % of a core", 100 * sent.cpu() / sent.seconds(), "");
      figures.row("… the POSTs", sent.requests().p50(), sent.requests().p99());
      figures.row("… waiting to be looked at: usually, at most",
          Race.median(seen.stream().mapToDouble(Double::doubleValue).toArray()), Collections.max(seen));
    }
  }

  /** What it costs to have them open while nobody says anything. */
  private void rest(Contender server) throws Exception {
    Duration before = server.cpu();
    Thread.sleep(MINUTE);
    figures.row("a minute without messages: CPU, % of a core",
        100.0 * server.cpu().minus(before).toNanos() / MINUTE.toNanos(), "");
  }

  private void row(String what, int times, Request request) throws Exception {
    long[] nanos = new long[times];
    for (int i = 0; i < times; i++) {
      long begin = System.nanoTime();
      request.send(i);
      nanos[i] = System.nanoTime() - begin;
    }
    Millis millis = Millis.of(nanos);
    figures.row(what, millis.p50(), millis.p99());
  }

  /** One of several requests of a kind, by its place. */
  @FunctionalInterface
  private interface Request {
    void send(int place) throws Exception;
  }
}
