package io.faultdesk.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The packaged jar as a process of its own, on a free port, with an embedded database in a new folder. */
final class PackagedApp implements AutoCloseable {

  private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();
  private static final String JAR = Path.of("target/faultdesk.jar").toAbsolutePath().toString();
  private static final Path UNPACKED = Path.of("target/unpacked").toAbsolutePath();
  private static final Map<String, String> DEMO = Map.of("SPRING_PROFILES_ACTIVE", "demo");
  private static final Path CONFIG = Path.of("src/test/resources/bench/faultdesk.yaml").toAbsolutePath();
  private static final Path ONE_RULE = Path.of("src/test/resources/bench/one-rule").toAbsolutePath();
  private static final Pattern USED = Pattern.compile("used (\\d+)K");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LOGIN =
      "Basic " + Base64.getEncoder().encodeToString("admin:bench-secret".getBytes(StandardCharsets.UTF_8));

  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Path folder;
  private final Process process;
  private final int port;
  private final Duration startedWithin;

  private PackagedApp(Path folder, Process process, int port, Duration startedWithin) {
    this.folder = folder;
    this.process = process;
    this.port = port;
    this.startedWithin = startedWithin;
  }

  /** Starts it with the company and the one rule of the benchmarks. */
  static PackagedApp start(String name, String... jvmOptions) throws IOException {
    return start(
        name,
        List.of(jvmOptions),
        jar(),
        Map.of("FAULTDESK_CONFIG", CONFIG.toString(), "FAULTDESK_RULES_DIR", ONE_RULE.toString()));
  }

  /** Starts the demo as a newcomer has it. */
  static PackagedApp demo(String name, String... jvmOptions) throws IOException {
    return start(name, List.of(jvmOptions), jar(), DEMO);
  }

  /** Starts the demo as {@code ./faultdesk} does, with what the JVM kept of the rehearsal. */
  static PackagedApp demoLaunched(String name, String... jvmOptions) throws IOException {
    return start(
        name,
        List.of(jvmOptions),
        List.of("-XX:AOTCache=" + UNPACKED.resolve("faultdesk.aot"), "-jar",
            UNPACKED.resolve("faultdesk.jar").toString()),
        DEMO);
  }

  /** Starts it with what that folder holds, which stays, and the shipped rules. */
  static PackagedApp on(Path data, String name) throws IOException {
    return start(
        name, List.of(), jar(),
        Map.of("FAULTDESK_DATA_DIR", data.toString(), "FAULTDESK_RULES_DIR",
            Path.of("rules").toAbsolutePath().toString()));
  }

  /** Starts the demo with the command line that {@code mvn spring-boot:run} makes: classes of the build, quick compiler only. */
  static PackagedApp demoFromClasses(String name, String... jvmOptions) throws IOException {
    String classPath = Path.of("target/classes").toAbsolutePath() + ":" + UNPACKED + "/lib/*";
    List<String> options = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1"));
    options.addAll(List.of(jvmOptions));
    return start(name, options, List.of("-cp", classPath, "io.faultdesk.Faultdesk"), DEMO);
  }

  private static List<String> jar() {
    return List.of("-jar", JAR);
  }

  private static PackagedApp start(
      String name, List<String> jvmOptions, List<String> program, Map<String, String> settings) throws IOException {
    int port = freePort();
    Path folder = Files.createTempDirectory("faultdesk-bench-");
    List<String> command = new ArrayList<>();
    command.add(JAVA);
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(jvmOptions);
    command.addAll(program);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().remove("FAULTDESK_CONFIG"); // the tests name a file that is not there
    builder.environment().put("FAULTDESK_DATA_DIR", folder.toString());
    builder.environment().putAll(settings);
    builder.environment().put("SERVER_PORT", String.valueOf(port));
    builder.environment().put("FAULTDESK_ADMIN_PASSWORD", "bench-secret");
    Path log = Files.createDirectories(Path.of("target/bench")).resolve(name + ".log");
    builder.redirectOutput(log.toFile());
    long begin = System.nanoTime();
    Process process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    PackagedApp app = new PackagedApp(folder, process, port, Duration.ZERO);
    await("health").atMost(Duration.ofMinutes(6))
        .pollInterval(Duration.ofMillis(50))
        .failFast(() -> assertThat(process.isAlive()).isTrue())
        .ignoreExceptions()
        .until(() -> app.get("/actuator/health").statusCode() == 200);
    Duration startedWithin = Duration.ofNanos(System.nanoTime() - begin);
    // with broken rules or processes the figures would be of something else
    assertThat(Files.readString(log)).doesNotContain("ERROR");
    return new PackagedApp(folder, process, port, startedWithin);
  }

  /** From starting the process to the first good answer about its health. */
  Duration startedWithin() {
    return startedWithin;
  }

  long pid() {
    return process.pid();
  }

  Contender contender() {
    return new Contender("Faultdesk", pid(), port, "Authorization: " + LOGIN + "\r\n");
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(request(path).build(), BodyHandlers.ofString());
  }

  JsonNode json(String path) throws IOException, InterruptedException {
    return JSON.readTree(get(path).body());
  }

  HttpResponse<String> post(String path, String contentType, byte[] body) throws IOException, InterruptedException {
    return http.send(
        request(path).header("Content-Type", contentType).POST(BodyPublishers.ofByteArray(body)).build(),
        BodyHandlers.ofString());
  }

  /** The value of that line of the published figures, 0 where there is none. */
  double metric(String line) throws IOException, InterruptedException {
    return get("/actuator/prometheus").body()
        .lines()
        .filter(each -> each.startsWith(line + " "))
        .mapToDouble(each -> Double.parseDouble(each.substring(each.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElse(0);
  }

  /** The heap in use after a full collection. */
  double heapMb() throws IOException, InterruptedException {
    jcmd("GC.run");
    String heap = jcmd("GC.heap_info");
    var found = USED.matcher(heap);
    assertThat(found.find()).as(heap).isTrue();
    return Double.parseDouble(found.group(1)) / 1024;
  }

  private String jcmd(String command) throws IOException, InterruptedException {
    Process jcmd = new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), String.valueOf(pid()), command)
        .redirectErrorStream(true)
        .start();
    String answer = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(jcmd.waitFor()).as(answer).isZero();
    return answer;
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).header("Authorization", LOGIN);
  }

  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }
}
