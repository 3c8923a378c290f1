package io.faultdesk.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Faultdesk beside Debian's Alertmanager with the same messages, by turns; whoever's turn it is not stands still. Faultdesk has
 * what it accepts on disk, Alertmanager in memory.
 */
class AlertmanagerBench {

  private static final Duration TURN = Duration.ofSeconds(Integer.getInteger("bench.turn", 10));
  private static final int WARM_UPS = 2;
  private static final int ROUNDS = 5;
  private static final long NUMBERS_OF_A_ROUND = 10_000_000;

  private static final int PER_SECOND = 20;
  private static final Duration MEASURED = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(10);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern SERVICE = Pattern.compile("\"service\":\"([^\"]+)\"");

  /** What is measured is how much is taken in, not when it is refused. */
  private static final String[] NO_LIMITS = {
    "-Dfaultdesk.signal.max-backlog=100000000",
    "-Dfaultdesk.signal.rate.requests=0",
    "-Dfaultdesk.signal.rate.bytes=0B"};

  @Test
  void accepted_alerts() throws Exception {
    Figures figures = new Figures(
        "alertmanager-accepted", "alerts a request (connections)", "server", "alerts/s", "slowest", "fastest",
        "µs CPU per alert", "p50 ms", "p99 ms", "ratio", "CPU ratio");
    for (AlertLoad load : List.of(new AlertLoad(1, 16), new AlertLoad(100, 8), new AlertLoad(1000, 4))) {
      try (PackagedApp app = PackagedApp.start("alertmanager-" + load.batch(), NO_LIMITS);
          Alertmanager alertmanager = Alertmanager.start()) {
        race(figures, load, app, alertmanager.contender());
      }
    }
    figures.note("Turns of %d s, %d of warm-up and %d measured, medians; ratios within one round.",
        TURN.toSeconds(), WARM_UPS, ROUNDS);
    figures.publish();
  }

  private static void race(Figures figures, AlertLoad load, PackagedApp app, Contender theirs) throws Exception {
    Contender ours = app.contender();
    List<AlertLoad.Outcome> us = new ArrayList<>();
    List<AlertLoad.Outcome> them = new ArrayList<>();
    long stored = 0;
    double backlog = 0;
    for (int round = -WARM_UPS; round < ROUNDS; round++) {
      long first = (round + WARM_UPS) * NUMBERS_OF_A_ROUND;
      AlertLoad.Outcome anchor = ours.stoppedDuring(() -> load.during(TURN, theirs, first));
      AlertLoad.Outcome mine = theirs.stoppedDuring(() -> load.during(TURN, ours, first));
      if (round < 0) {
        backlog = app.metric("faultdesk_signal_backlog");
        continue;
      }
      them.add(anchor);
      us.add(mine);
      stored += mine.alerts();
    }
    double done = stored - (app.metric("faultdesk_signal_backlog") - backlog);
    figures.row(cells(load, theirs, them, "", ""));
    figures.row(cells(load, ours, us, ratio(us, them, AlertLoad.Outcome::perSecond),
        ratio(us, them, AlertLoad.Outcome::cpuMicrosPerAlert)));
    figures.note("%d a request: of %,d stored alerts %,.0f were worked off meanwhile; resident %,.0f MB of Faultdesk,"
        + " %,.0f MB of Alertmanager.", load.batch(), stored, done, ours.residentMb(), theirs.residentMb());
  }

  private static Object[] cells(
      AlertLoad load, Contender of, List<AlertLoad.Outcome> turns, Object ratio, Object cpuRatio) {
    return new Object[]{
      "%,d (%d)".formatted(load.batch(), load.connections()),
      of.name(),
      median(turns, AlertLoad.Outcome::perSecond),
      turns.stream().mapToDouble(AlertLoad.Outcome::perSecond).min().orElseThrow(),
      turns.stream().mapToDouble(AlertLoad.Outcome::perSecond).max().orElseThrow(),
      median(turns, AlertLoad.Outcome::cpuMicrosPerAlert),
      median(turns, turn -> turn.requests().p50()),
      median(turns, turn -> turn.requests().p99()),
      ratio,
      cpuRatio};
  }

  private static double median(List<AlertLoad.Outcome> turns, ToDoubleFunction<AlertLoad.Outcome> figure) {
    return Race.median(turns.stream().mapToDouble(figure).toArray());
  }

  private static double ratio(
      List<AlertLoad.Outcome> us, List<AlertLoad.Outcome> them, ToDoubleFunction<AlertLoad.Outcome> figure) {
    double[] ratios = new double[us.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = figure.applyAsDouble(us.get(i)) / figure.applyAsDouble(them.get(i));
    }
    return Race.median(ratios);
  }

  /** Twenty alerts a second would be a storm, in which people hear of one incident only; so there is none here. */
  @Test
  void delivered_alerts() throws Exception {
    Figures figures =
        new Figures("alertmanager-delivered", "20 alerts a second", "alerts", "p50 ms", "p99 ms", "slowest ms");
    try (Hook hook = new Hook();
        PackagedApp app = PackagedApp.start("alertmanager-delivered", "-Dfaultdesk.incident.quiet.storm.enabled=false");
        Alertmanager alertmanager = Alertmanager.calling(hook.url())) {
      Contender ours = app.contender();
      Contender theirs = alertmanager.contender();
      ours.stoppedDuring(() -> run("hook-first", theirs, hook::calledFor));
      Delivery hooked = ours.stoppedDuring(() -> run("hook", theirs, hook::calledFor));
      theirs.stoppedDuring(() -> run("incident-first", ours, service -> incidentOf(app, service)));
      Delivery opened = theirs.stoppedDuring(() -> run("incident", ours, service -> incidentOf(app, service)));
      row(figures, "Alertmanager, POST to answer", hooked.answers());
      row(figures, "Alertmanager, POST to webhook", hooked.deliveries());
      row(figures, "Faultdesk, POST to answer", opened.answers());
      row(figures, "Faultdesk, POST to incident", opened.deliveries());
      figures.note(
          "A minute each after one of warm-up; the incident is looked for at once, then every %d ms or 10 %% of the wait.",
          PAUSE.toMillis());
      figures.note("Whoever waited longer than %d s counts with that.", PATIENCE.toSeconds());
      figures.publish();
    }
  }

  private static void row(Figures figures, String what, Millis millis) {
    figures.row(what, millis.sorted().length, millis.p50(), millis.p99(), millis.slowest());
  }

  private static Delivery run(String name, Contender to, Arrival arrival) throws Exception {
    int count = Math.toIntExact(MEASURED.toSeconds() * PER_SECOND);
    List<Future<long[]>> waits = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        var schedule = Executors.newScheduledThreadPool(1)) {
      for (int i = 0; i < count; i++) {
        String service = name + "-" + i;
        var started = schedule.schedule(
            () -> threads.submit(() -> deliver(service, to, arrival)),
            i * 1_000_000_000L / PER_SECOND,
            TimeUnit.NANOSECONDS);
        waits.add(threads.submit(() -> started.get().get()));
      }
      long[] answers = new long[count];
      long[] deliveries = new long[count];
      for (int i = 0; i < count; i++) {
        long[] both = waits.get(i).get();
        answers[i] = both[0];
        deliveries[i] = both[1];
      }
      return new Delivery(Millis.of(answers), Millis.of(deliveries));
    }
  }

  private static long[] deliver(String service, Contender to, Arrival arrival) throws Exception {
    byte[] alert = AlertBatch.single(service);
    try (KeptConnection connection = new KeptConnection(to)) {
      long begin = System.nanoTime();
      var answer = connection.post("/api/v2/alerts", alert);
      long answered = System.nanoTime() - begin;
      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
      return new long[]{answered, arrival.of(service) - begin};
    }
  }

  private static long incidentOf(PackagedApp app, String service) throws Exception {
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < PATIENCE.toNanos()
        && app.json("/api/v1/incidents?limit=1&service=" + service).at("/items").isEmpty()) {
      // so that those who wait long do not slow down what they wait for
      Thread.sleep(Math.max(PAUSE.toMillis(), (System.nanoTime() - begin) / 1_000_000 / 10));
    }
    return System.nanoTime();
  }

  /** When the alert of a service had arrived where people see it, by the same clock as {@link System#nanoTime}. */
  @FunctionalInterface
  private interface Arrival {
    long of(String service) throws Exception;
  }

  /** How long the answers and the arrivals took. */
  private record Delivery(Millis answers, Millis deliveries) {}

  /** Where Alertmanager's webhook calls. */
  private static final class Hook implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, CompletableFuture<Long>> calls = new ConcurrentHashMap<>();

    Hook() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/", exchange -> {
        long now = System.nanoTime();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var service = SERVICE.matcher(body);
        if (service.find()) {
          call(service.group(1)).complete(now);
        }
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
      });
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.start();
    }

    String url() {
      return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    long calledFor(String service) throws Exception {
      return call(service).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private CompletableFuture<Long> call(String service) {
      return calls.computeIfAbsent(service, any -> new CompletableFuture<>());
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
