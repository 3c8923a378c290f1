package io.faultdesk.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;

/** Debian's Alertmanager as a process of its own that nobody else clusters with. */
final class Alertmanager implements AutoCloseable {

  private static final String PROGRAM = "/usr/bin/prometheus-alertmanager";

  /** It notifies nobody, but groups as its manual does. */
  private static final String SILENT = """
      route: {receiver: nobody, group_by: [service, alertname]}
      receivers: [{name: nobody}]
      """;

  private final Path folder;
  private final Process process;
  private final Contender contender;

  private Alertmanager(Path folder, Process process, Contender contender) {
    this.folder = folder;
    this.process = process;
    this.contender = contender;
  }

  static Alertmanager start() throws IOException {
    return start(SILENT);
  }

  /** Starts one that calls that address for each alert at once. */
  static Alertmanager calling(String url) throws IOException {
    return start("""
        route: {receiver: hook, group_by: ['...'], group_wait: 0s}
        receivers: [{name: hook, webhook_configs: [{url: '%s', send_resolved: false}]}]
        """.formatted(url));
  }

  private static Alertmanager start(String configuration) throws IOException {
    int port = PackagedApp.freePort();
    Path folder = Files.createTempDirectory("alertmanager-bench-");
    Path file = Files.writeString(folder.resolve("alertmanager.yml"), configuration);
    Path log = Files.createDirectories(Path.of("target/bench")).resolve("alertmanager.log");
    Process process = new ProcessBuilder(
        PROGRAM,
        "--config.file=" + file,
        "--storage.path=" + folder.resolve("data"),
        "--cluster.listen-address=",
        "--web.listen-address=127.0.0.1:" + port)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    Contender contender = new Contender("Alertmanager", process.pid(), port, "");
    await("readiness").atMost(Duration.ofSeconds(30))
        .failFast(() -> assertThat(process.isAlive()).as("see " + log).isTrue())
        .ignoreExceptions()
        .until(() -> {
          try (KeptConnection connection = new KeptConnection(contender)) {
            return connection.get("/-/ready").status() == 200;
          }
        });
    return new Alertmanager(folder, process, contender);
  }

  Contender contender() {
    return contender;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }
}
