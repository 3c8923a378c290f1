package io.faultdesk.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Submits incidents and alerts to a server that is killed at random and started again, each until it is answered 2xx, and
 * counts afterwards in the database what of it is there.
 *
 * @param incidents how many are reported, each with an idempotency key of its own
 * @param alerts how many distinct ones are sent, in batches of 100
 * @param kills how often the server is killed; the last time when everything has been answered and alerts still wait
 * @param seed of the moments of the kills
 */
record CrashTrial(int incidents, int alerts, int kills, long seed) {

  private static final int BATCH = 100;
  private static final int SENDERS = 4;
  private static final int SERVICES = 40;
  private static final int MAX_DELAY_MILLIS = 500;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern BACKLOG = Pattern.compile("(?m)^faultdesk_signal_backlog(?:\\{.*})? (\\S+)$");
  private static final Duration DRAIN = Duration.ofMinutes(30);

  /** Runs it on a fresh data folder, writing what happens to the report as it happens. */
  Outcome run(Path report) throws Exception {
    Path data = WholeApp.temporaryFolder();
    Files.createDirectories(report.toAbsolutePath().getParent());
    Files.deleteIfExists(report);
    Path log = report.resolveSibling("kill-server.log");
    Files.deleteIfExists(log);
    ServerProcess server = new ServerProcess(data, log);
    try {
      return new Run(server, report).all(data);
    } finally {
      server.kill();
    }
  }

  /**
   * What the database says of everything that was answered 2xx.
   *
   * @param acknowledged items answered 2xx
   * @param lost those of them that are not there
   * @param doubled those that are there more than once
   * @param wrongProcesses incidents without exactly one process instance, and instances without incident
   */
  record Outcome(int acknowledged, int lost, int doubled, int wrongProcesses) {}

  private final class Run {

    private final ServerProcess server;
    private final Path report;
    private final Instant startsAt = Instant.now();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger repeated = new AtomicInteger();
    private final Map<String, String> numbers = new ConcurrentHashMap<>();
    private final Set<Integer> sentAlerts = ConcurrentHashMap.newKeySet();

    Run(ServerProcess server, Path report) {
      this.server = server;
      this.report = report;
    }

    Outcome all(Path data) throws Exception {
      long begun = System.nanoTime();
      say("%d incidents, %d alerts, %d kills, seed %d".formatted(incidents, alerts, kills, seed));
      server.start();
      say("first start: %d ms".formatted(server.awaitReady().toMillis()));
      try (ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
        List<Future<?>> working = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
          working.add(senders.submit(this::send));
        }
        killAtRandom();
        for (Future<?> one : working) {
          one.get();
        }
      }
      say("drained in %d ms after the last start".formatted(drain().toMillis()));
      server.kill();
      Outcome outcome = count(data);
      say("%s, %d requests sent again, %d s in all".formatted(
          outcome, repeated.get(), Duration.ofNanos(System.nanoTime() - begun).toSeconds()));
      return outcome;
    }

    private void killAtRandom() {
      Random random = new Random(seed);
      int[] points = random.ints(kills - 1, 1, jobs()).sorted().toArray();
      for (int kill = 1; kill <= kills; kill++) {
        int point = kill == kills ? jobs() : points[kill - 1];
        while (answered.get() < point) {
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
      Client client = Client.user(server.base(), "monitor", "secret");
      int every = jobs() / (alerts / BATCH);
      for (int job = next.getAndIncrement(); job < jobs(); job = next.getAndIncrement()) {
        int batch = job / every;
        if (job % every == 0 && batch < alerts / BATCH) {
          sendAlerts(client, batch);
        } else {
          report(client, job);
        }
        answered.incrementAndGet();
      }
    }

    private void report(Client client, int job) {
      String key = "report-" + seed + "-" + job;
      JsonNode incident = untilAnswered(() -> client.with("Idempotency-Key", key).post("/api/v1/incidents",
          Map.of("title", key, "service", "crm-order", "impact", "low", "urgency", "low"))).json();
      numbers.put(key, incident.get("number").asText());
    }

    private void sendAlerts(Client client, int batch) {
      String body = IntStream.range(batch * BATCH, (batch + 1) * BATCH).mapToObj(this::alert)
          .collect(Collectors.joining(",", "[", "]"));
      untilAnswered(() -> client.post("/api/v2/alerts", body));
      IntStream.range(batch * BATCH, (batch + 1) * BATCH).forEach(sentAlerts::add);
    }

    private String alert(int alert) {
      return "{\"labels\":{\"alertname\":\"Crash\",\"service\":\"crm-%d\",\"severity\":\"warning\",\"item\":\"%d\"},"
          .formatted(alert % SERVICES, alert) + "\"startsAt\":\"" + startsAt + "\"}";
    }

    /** Sends until the answer is 2xx, as a client does that knows nothing of the crash. */
    private Client.Answer untilAnswered(java.util.function.Supplier<Client.Answer> request) {
      while (true) {
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
    }

    private Duration drain() {
      Client admin = Client.user(server.base(), "admin", "admin-secret");
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

    private Outcome count(Path data) throws SQLException, IOException {
      try (Connection database = DriverManager.getConnection("jdbc:h2:file:" + data.resolve("faultdesk"), "sa", "");
          Statement statement = database.createStatement()) {
        Map<String, Integer> there = new HashMap<>();
        Map<String, String> stored = new HashMap<>();
        Map<String, String> processes = new HashMap<>();
        ResultSet incident = statement.executeQuery("select id, title, process_instance_id from incident");
        while (incident.next()) {
          String number = "INC-%06d".formatted(incident.getLong(1));
          stored.put(number, incident.getString(2));
          processes.put(number, String.valueOf(incident.getString(3)));
          there.merge(incident.getString(2), 1, Integer::sum);
        }
        ResultSet finding = statement.executeQuery("select evidence from incident_finding where evidence is not null");
        while (finding.next()) {
          JsonNode item = JSON.readTree(finding.getString(1)).at("/labels/item");
          if (!item.isMissingNode()) {
            there.merge("alert " + item.asText(), 1, Integer::sum);
          }
        }
        Set<String> expected = new HashSet<>(numbers.keySet());
        sentAlerts.forEach(alert -> expected.add("alert " + alert));
        int lost = (int) expected.stream().filter(item -> !there.containsKey(item)).count()
            + (int) numbers.entrySet().stream().filter(one -> !one.getKey().equals(stored.get(one.getValue()))).count();
        int doubled = (int) expected.stream().filter(item -> there.getOrDefault(item, 0) > 1).count();
        say("%d incidents in the database".formatted(stored.size()));
        return new Outcome(expected.size(), lost, doubled, wrongProcesses(statement, processes));
      }
    }

    private static int wrongProcesses(Statement statement, Map<String, String> expected) throws SQLException {
      Map<String, List<String>> running = new HashMap<>();
      ResultSet instance = statement.executeQuery("""
          select business_key_, proc_inst_id_ from act_ru_execution
          where parent_id_ is null and super_exec_ is null and business_key_ is not null""");
      while (instance.next()) {
        running.computeIfAbsent(instance.getString(1), key -> new ArrayList<>()).add(instance.getString(2));
      }
      Set<String> all = new HashSet<>(running.keySet());
      all.addAll(expected.keySet());
      return (int) all.stream().filter(
          number -> !List.of(expected.getOrDefault(number, "none")).equals(running.get(number))).count();
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
