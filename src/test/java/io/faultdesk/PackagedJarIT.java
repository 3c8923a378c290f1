package io.faultdesk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The jar as users get it: small enough, and alone it starts from an empty folder. */
class PackagedJarIT {

  private static final Path LAUNCHER = Path.of("faultdesk").toAbsolutePath();

  @TempDir Path folder;

  @Test
  void is_at_most_160_megabytes() throws IOException {
    assertThat(Files.size(Path.of("target/faultdesk.jar"))).isLessThanOrEqualTo(160_000_000);
  }

  @Test
  void starts_in_an_empty_folder_and_is_healthy() throws Exception {
    int port = freePort();
    var log = folder.resolve("log");
    var builder = launch();
    builder.environment().put("SERVER_PORT", Integer.toString(port));
    builder.environment().put("FAULTDESK_DATA_DIR", folder.resolve("data").toString());
    var server = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      await("health").atMost(Duration.ofMinutes(2))
          .pollInterval(Duration.ofMillis(500))
          .ignoreException(ConnectException.class)
          .failFast(() -> assertThat(server.isAlive()).as(Files.readString(log)).isTrue())
          .untilAsserted(() -> assertThat(health(port)).contains("\"status\":\"UP\""));
    } finally {
      server.destroy();
      if (!server.waitFor(30, SECONDS)) {
        server.destroyForcibly();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rules", "processes"})
  void finds_the_shipped_files_good(String kind) throws Exception {
    var check = launch(kind, "check", Path.of(kind).toAbsolutePath().toString()).redirectErrorStream(true).start();
    String said = new String(check.getInputStream().readAllBytes(), UTF_8);
    assertThat(check.waitFor()).as(said).isZero();
    assertThat(said).as("what a person reads, without the libraries' own talk").hasLineCount(1);
  }

  @Test
  void finds_that_the_shipped_rules_pass_their_tests() throws Exception {
    var test = launch("rules", "test", Path.of("rules").toAbsolutePath().toString(), "--require-coverage")
        .redirectErrorStream(true).start();
    String said = new String(test.getInputStream().readAllBytes(), UTF_8);
    assertThat(test.waitFor()).as(said).isZero();
  }

  private ProcessBuilder launch(String... arguments) {
    List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().remove("FAULTDESK_CONFIG");
    return builder;
  }

  private static String health(int port) throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/health")).build();
      var response = client.send(request, BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(200);
      return response.body();
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
