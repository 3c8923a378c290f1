package io.faultdesk.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import io.faultdesk.acceptance.Ledger.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Submits incidents, answers to their tasks, settings and alerts to a server that is killed at random and started again,
 * each until it is answered 2xx, and looks afterwards in the database what of it is there. Meanwhile one rule holds.
 *
 * @param incidents how many are reported, each with an idempotency key of its own; then by turns the diagnosis is completed,
 *     the incident is acknowledged, or an API token is made
 * @param alerts how many distinct ones are sent, in batches of 100
 * @param kills how often the server is killed; the last time when everything has been answered and alerts still wait
 * @param seed of the moments of the kills
 */
record CrashTrial(int incidents, int alerts, int kills, long seed) {

  private static final int BATCH = 100;
  private static final int SENDERS = 4;
  private static final int SERVICES = 40;
  private static final int MAX_DELAY_MILLIS = 500;
  private static final String SLOW = "crm-slow";
  private static final Pattern BACKLOG = Pattern.compile("(?m)^faultdesk_signal_backlog(?:\\{.*})? (\\S+)$");
  private static final Duration DRAIN = Duration.ofMinutes(30);

  /** Runs it on an empty store, writing what happens to the report as it happens. */
  Outcome run(Store store, Path report) throws Exception {
    Files.createDirectories(report.toAbsolutePath().getParent());
    Files.deleteIfExists(report);
    Path log = report.resolveSibling(report.getFileName() + ".server.log");
    Files.deleteIfExists(log);
    Map<String, String> settings = new HashMap<>(store.settings());
    settings.put("FAULTDESK_CONFIG", "src/test/resources/acceptance/faultdesk.yaml");
    settings.put("FAULTDESK_ADMIN_PASSWORD", "admin-secret");
    ServerProcess server = new ServerProcess(settings, log);
    try {
      return new Run(server, report).all(store);
    } finally {
      server.kill();
    }
  }

  /** What must come out of it: each report is followed by one thing more, and one finding holds all the time. */
  Outcome nothingLost() {
    return new Outcome(2 * incidents + alerts + 1, 0, 0, 0);
  }

  private final class Run {

    private final ServerProcess server;
    private final Path report;
    private final Instant startsAt = Instant.now();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger repeated = new AtomicInteger();
    private final Ledger ledger = new Ledger();
    private final Client monitor;
    private final Client lead;
    private final Client admin;
    private final CountDownLatch held = new CountDownLatch(1);
    private volatile boolean over;

    Run(ServerProcess server, Path report) {
      this.server = server;
      this.report = report;
      monitor = Client.user(server.base(), "monitor", "secret");
      lead = Client.user(server.base(), "wang.fang", "secret");
      admin = Client.user(server.base(), "admin", "admin-secret");
    }

    Outcome all(Store store) throws Exception {
      long begun = System.nanoTime();
      say("%d incidents, %d alerts, %d kills, seed %d".formatted(incidents, alerts, kills, seed));
      server.start();
      say("first start: %d ms".formatted(server.awaitReady().toMillis()));
      try (ExecutorService threads = Executors.newFixedThreadPool(SENDERS + 1)) {
        Future<?> slow = threads.submit(this::answerSlowly);
        try {
          if (!held.await(1, TimeUnit.MINUTES)) {
            throw new AssertionError("no rule has found that " + SLOW + " is slow");
          }
          say("a rule has found what will hold until the end");
          List<Future<?>> senders = new ArrayList<>();
          for (int i = 0; i < SENDERS; i++) {
            senders.add(threads.submit(this::send));
          }
          killAtRandom(senders);
          for (Future<?> sender : senders) {
            sender.get();
          }
          say("drained in %d ms after the last start".formatted(drain().toMillis()));
        } finally {
          over = true;
        }
        slow.get();
      }
      for (String token : ledger.tokens()) {
        Client.stranger(server.base()).with("Authorization", "Bearer " + token).get("/api/v1/incidents?limit=1")
            .expect(200);
      }
      server.kill();
      try (Connection database = DriverManager.getConnection(store.url(), store.user(), "")) {
        Outcome outcome = ledger.compare(database);
        say("%s, %d requests sent again, %d s in all".formatted(
            outcome, repeated.get(), Duration.ofNanos(System.nanoTime() - begun).toSeconds()));
        return outcome;
      }
    }

    private void killAtRandom(List<Future<?>> senders) throws Exception {
      Random random = new Random(seed);
      int[] points = random.ints(kills - 1, 1, jobs()).sorted().toArray();
      for (int kill = 1; kill <= kills; kill++) {
        int point = kill == kills ? jobs() : points[kill - 1];
        while (answered.get() < point) {
          for (Future<?> sender : senders) {
            if (sender.state() == Future.State.FAILED) {
              sender.get();
            }
          }
          ServerProcess.pause(5);
        }
        int delay = random.nextInt(MAX_DELAY_MILLIS);
        ServerProcess.pause(delay);
        server.kill();
        int at = answered.get();
        server.start();
        say("kill %d: planned at answer %d + %d ms, was at %d of %d; ready again after %d ms".formatted(
            kill, point, delay, at, jobs(), server.awaitReady().toMillis()));
      }
    }

    /** Every request is one job: the batches of alerts are spread evenly between the incidents. */
    private int jobs() {
      return incidents + alerts / BATCH;
    }

    private void send() {
      int every = jobs() / (alerts / BATCH);
      for (int job = next.getAndIncrement(); job < jobs(); job = next.getAndIncrement()) {
        int batch = job / every;
        if (job % every == 0 && batch < alerts / BATCH) {
          sendAlerts(batch);
        } else {
          report(job - Math.min(batch + 1, alerts / BATCH));
        }
        answered.incrementAndGet();
      }
    }

    private void report(int index) {
      String title = "report-" + seed + "-" + index;
      String number = untilAnswered(() -> monitor.with("Idempotency-Key", title).post("/api/v1/incidents",
          Map.of("title", title, "service", "crm-order", "impact", "low", "urgency", "low"))).json().get("number")
          .asText();
      ledger.reported(title, number);
      switch (index % 3) {
        case 0 -> diagnose(number, "found in " + title);
        case 1 -> {
          untilAnswered(() -> lead.post("/api/v1/incidents/" + number + "/acknowledgement", Map.of("note", "on it")));
          ledger.acknowledged(number);
        }
        default -> {
          JsonNode token = untilAnswered(
              () -> admin.post("/api/v1/tokens", Map.of("name", title, "scopes", List.of("read")))).json();
          ledger.issued(token.get("id").asText(), token.get("token").asText());
        }
      }
    }

    private void diagnose(String number, String diagnosis) {
      Map<String, Object> answers = WholeApp.variables(Map.of("outcome", "confirmed", "diagnosis", diagnosis));
      untilAnswered(() -> {
        Client.Answer tasks = lead.get("/engine-rest/task?processInstanceBusinessKey=" + number);
        if (tasks.status() != 200 || tasks.json().at("/0/taskDefinitionKey").asText().equals("locate")) {
          return tasks; // taken already, only the answer to it was lost with the server
        }
        return lead.post("/engine-rest/task/" + tasks.json().at("/0/id").asText() + "/complete", answers);
      });
      ledger.diagnosed(number, diagnosis);
    }

    /** Sends samples of a service that is slow from beginning to end, and notes the incident that comes of it. */
    private void answerSlowly() {
      String sample = "{\"service\":\"%s\",\"indicator\":\"response-time\",\"value\":3000}".formatted(SLOW);
      while (!over) {
        try {
          monitor.postNdjson("/api/v1/samples", sample);
          Client.Answer incidents = lead.get("/api/v1/incidents?service=" + SLOW);
          if (held.getCount() > 0 && incidents.status() == 200 && !incidents.json().get("items").isEmpty()) {
            ledger.found(SLOW);
            held.countDown();
          }
        } catch (UncheckedIOException crashed) {
          // samples are not sent again
        }
        ServerProcess.pause(500);
      }
    }

    private void sendAlerts(int batch) {
      String body = IntStream.range(batch * BATCH, (batch + 1) * BATCH).mapToObj(this::alert)
          .collect(Collectors.joining(",", "[", "]"));
      untilAnswered(() -> monitor.post("/api/v2/alerts", body));
      IntStream.range(batch * BATCH, (batch + 1) * BATCH).forEach(ledger::alerted);
    }

    private String alert(int alert) {
      return "{\"labels\":{\"alertname\":\"Crash\",\"service\":\"crm-%d\",\"severity\":\"warning\",\"item\":\"%d\"},"
          .formatted(alert % SERVICES, alert) + "\"startsAt\":\"" + startsAt + "\"}";
    }

    /** Sends until the answer is 2xx, as a client does that knows nothing of the crash. */
    private Client.Answer untilAnswered(Supplier<Client.Answer> request) {
      while (!over) {
        try {
          Client.Answer answer = request.get();
          if (answer.status() / 100 == 2) {
            return answer;
          }
          if (answer.status() < 500) {
            throw new AssertionError("refused: " + answer);
          }
        } catch (UncheckedIOException crashed) {
          // the answer did not come: whether it was stored is not known
          ServerProcess.pause(100);
        }
        repeated.incrementAndGet();
      }
      throw new AssertionError("the trial is over before everything was answered");
    }

    private Duration drain() {
      long begun = System.nanoTime();
      int empty = 0;
      // the figure is counted anew every five seconds and right after a start it may not be counted yet
      while (empty < 8) {
        Matcher backlog = BACKLOG.matcher(admin.get("/actuator/prometheus").expect(200).text());
        empty = backlog.find() && Double.parseDouble(backlog.group(1)) == 0 ? empty + 1 : 0;
        if (System.nanoTime() - begun > DRAIN.toNanos()) {
          throw new AssertionError("alerts still wait after " + DRAIN);
        }
        ServerProcess.pause(1000);
      }
      return Duration.ofNanos(System.nanoTime() - begun);
    }

    private void say(String line) {
      System.out.println(line);
      try {
        Files.writeString(report, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
