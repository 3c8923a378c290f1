package io.faultdesk.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.faultdesk.bench.ManySeries.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Debian's Prometheus as a process of its own that scrapes the series of a benchmark from this one. */
public final class Prometheus implements AutoCloseable {

  private static final String PROGRAM = "/usr/bin/prometheus";

  private final Path folder;
  private final Process process;
  private final Contender contender;
  private final HttpServer target;
  private volatile ManySeries series;
  private volatile long step;
  private double scraping;

  private Prometheus(Path folder, int port, HttpServer target, ManySeries series) throws IOException {
    this.folder = folder;
    this.target = target;
    this.series = series;
    Files.writeString(folder.resolve("rules.yml"), "groups: []\n");
    Path configuration = Files.writeString(folder.resolve("prometheus.yml"), """
        global: {scrape_interval: %1$ds, scrape_timeout: %1$ds}
        rule_files: [rules.yml]
        scrape_configs:
        - job_name: bench
          static_configs: [{targets: ['127.0.0.1:%2$d']}]
        """.formatted(ManySeries.STEP, target.getAddress().getPort()));
    Path log = Files.createDirectories(Path.of("target/bench")).resolve("prometheus.log");
    process = new ProcessBuilder(
        PROGRAM,
        "--config.file=" + configuration,
        "--storage.tsdb.path=" + folder.resolve("data"),
        "--web.enable-lifecycle",
        "--web.listen-address=127.0.0.1:" + port)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    contender = new Contender("Prometheus", process.pid(), port, "");
    target.createContext("/metrics", exchange -> {
      byte[] text = this.series.exposition(step++).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
      exchange.sendResponseHeaders(200, text.length);
      try (var out = exchange.getResponseBody()) {
        out.write(text);
      }
    });
    target.setExecutor(Executors.newSingleThreadExecutor(Thread.ofPlatform().name("scraped").daemon().factory()));
    target.start();
    await("readiness").atMost(Duration.ofSeconds(30))
        .failFast(() -> assertThat(process.isAlive()).as("see " + log).isTrue())
        .ignoreExceptions()
        .until(() -> get("/-/ready").status() == 200);
  }

  /** Starts one that has no rules yet. */
  public static Prometheus scraping(ManySeries series) throws IOException {
    return new Prometheus(
        Files.createTempDirectory("prometheus-bench-"), PackagedApp.freePort(),
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0), series);
  }

  /** Scrapes these from now on; comes back when a minute of them has been taken. */
  public void scrape(ManySeries others) throws Exception {
    series = others;
    long enough = step + 60 / ManySeries.STEP + 2;
    await("a minute of samples").atMost(Duration.ofMinutes(10)).pollInterval(Duration.ofSeconds(1))
        .until(() -> step >= enough);
    scraping = idleShare();
  }

  /** What so many evaluations of those rules cost in the middle, each that long after the other. */
  public Cost evaluate(ManySeries rules, Kind kind, int everySeconds, int evaluations) throws Exception {
    load(rules.prometheusRules(kind, everySeconds));
    // the first evaluation makes what later ones keep
    until(1);
    Counters before = counters();
    Counters after = until(evaluations);
    int alerts = get("/api/v1/alerts").text().split("\"alertname\"", -1).length - 1;
    load("groups: []\n");
    double done = after.evaluations - before.evaluations;
    double cpu = after.cpu - before.cpu - scraping * (after.at - before.at) / 1e9;
    return new Cost((after.groupSeconds - before.groupSeconds) / done, cpu / done, alerts);
  }

  /** How much of a core scraping alone takes. */
  private double idleShare() throws Exception {
    Counters before = counters();
    long enough = step + 4;
    await("scrapes").atMost(Duration.ofMinutes(2)).until(() -> step >= enough);
    Counters after = counters();
    return (after.cpu - before.cpu) * 1e9 / (after.at - before.at);
  }

  private Counters until(int more) throws Exception {
    double wanted = counters().evaluations + more;
    await("evaluations").atMost(Duration.ofMinutes(10)).pollInterval(Duration.ofSeconds(1))
        .until(() -> counters().evaluations >= wanted);
    return counters();
  }

  private void load(String rules) throws Exception {
    Files.writeString(folder.resolve("rules.yml"), rules);
    try (KeptConnection connection = new KeptConnection(contender)) {
      assertThat(connection.post("/-/reload", new byte[0]).status()).isEqualTo(200);
    }
  }

  /** Does that while Prometheus does nothing at all. */
  public <T> T stoppedDuring(Callable<T> work) throws Exception {
    return contender.stoppedDuring(work);
  }

  public double residentMb() throws IOException {
    return contender.residentMb();
  }

  private KeptConnection.Answer get(String path) throws IOException {
    try (KeptConnection connection = new KeptConnection(contender)) {
      return connection.get(path);
    }
  }

  private Counters counters() throws IOException {
    double groupSeconds = 0;
    double evaluations = 0;
    double cpu = 0;
    for (String line : get("/metrics").text().lines().toList()) {
      String name = line.split("[ {]")[0];
      if (!line.startsWith("#") && !name.isEmpty()) {
        double value = Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
        switch (name) {
          case "prometheus_rule_group_duration_seconds_sum" -> groupSeconds += value;
          case "prometheus_rule_group_duration_seconds_count" -> evaluations += value;
          case "process_cpu_seconds_total" -> cpu = value;
          default -> {}
        }
      }
    }
    return new Counters(System.nanoTime(), groupSeconds, evaluations, cpu);
  }

  @Override
  public void close() throws IOException, InterruptedException {
    target.stop(0);
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }

  /**
   * One evaluation of all rules.
   *
   * @param seconds by the clock, as Prometheus itself tells
   * @param cpuSeconds of the whole process, less what scraping takes
   * @param alerts how many were firing at the end
   */
  public record Cost(double seconds, double cpuSeconds, int alerts) {

    /** Whichever is less. */
    public double least() {
      return Math.min(seconds, cpuSeconds);
    }
  }

  private record Counters(long at, double groupSeconds, double evaluations, double cpu) {}
}
