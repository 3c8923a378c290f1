package io.faultdesk.acceptance;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Faultdesk as a process of its own with its settings and one port, which can be killed and started again. */
final class ServerProcess {

  private static final Path JAR = Path.of("target", "faultdesk.jar");
  private static final Path JAVA = Path.of(System.getProperty("java.home"));
  private static final Path LAUNCHER = Path.of("faultdesk").toAbsolutePath();
  private static final List<String> OPTIONS = List.of("-Xmx1g",
      // it never lives long: what counts is that it starts soon
      "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Map<String, String> settings;
  private final Path log;
  private final int port = freePort();
  private Process process;

  /**
   * @param settings environment variables
   * @param log to which all its output is appended
   */
  ServerProcess(Map<String, String> settings, Path log) {
    this.settings = settings;
    this.log = log;
  }

  String base() {
    return "http://127.0.0.1:" + port;
  }

  /** Starts it and returns at once. */
  void start() {
    ProcessBuilder builder = new ProcessBuilder(program()).redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("JAVA_HOME", JAVA.toString());
    builder.environment().put("JDK_JAVA_OPTIONS", String.join(" ", OPTIONS));
    builder.environment().putAll(settings);
    builder.environment().put("SERVER_PORT", String.valueOf(port));
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it answers that it is well; returns how long that took. */
  Duration awaitReady() {
    long begun = System.nanoTime();
    while (!ready()) {
      Duration waited = Duration.ofNanos(System.nanoTime() - begun);
      if (!process.isAlive() || waited.compareTo(PATIENCE) > 0) {
        throw new AssertionError("the server did not start, see " + log);
      }
      pause(100);
    }
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private boolean ready() {
    try {
      return Client.stranger(base()).get("/actuator/health").status() == 200;
    } catch (UncheckedIOException notYet) {
      return false;
    }
  }

  /** Ends it the hard way (SIGKILL), with no chance to tidy up. */
  void kill() {
    try {
      process.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The packaged jar where the build has made one, else the compiled classes without those of the tests. */
  /** The packaged program; where it is not packaged, the classes of the build. */
  private static List<String> program() {
    if (Files.exists(JAR)) {
      return List.of(LAUNCHER.toString());
    }
    String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    String withoutTests = Stream.of(path.split(File.pathSeparator))
        .filter(entry -> !Files.exists(Path.of(entry, "acceptance", "faultdesk.yaml")))
        .collect(Collectors.joining(File.pathSeparator));
    return List.of(JAVA.resolve(Path.of("bin", "java")).toString(), "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow", "-cp", withoutTests, "io.faultdesk.Faultdesk");
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
