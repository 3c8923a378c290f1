package io.faultdesk.detection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import io.faultdesk.indicator.IndicatorBoard;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.signal.Sample;
import io.faultdesk.testing.HandClock;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine;

/** {@code faultdesk rules replay}, without a server and with one. */
class ReplayCommandTest {

  private static final Instant START = Instant.parse("2026-03-02T03:00:00Z");
  private static final String SLOW =
      """
      package faultdesk.performance
      rule "Slow"
      when
        $i : Indicator( name == "latency", last > 100 )
      then
        findings.raise("slow", $i, MINOR).after("20s").keepFor("1m");
      end
      """;

  @TempDir private Path base;
  private final HandClock clock = new HandClock(START);
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path candidate;
  private URI usual;

  @BeforeEach
  void folders() throws Exception {
    Files.writeString(Files.createDirectories(base.resolve("rules")).resolve("slow.drl"), SLOW);
    candidate = Files.createDirectories(base.resolve("candidate"));
    Files.writeString(candidate.resolve("slow.drl"), SLOW.replace("20s", "50s"));
    System.setProperty("faultdesk.data.dir", base.resolve("data").toString());
    System.setProperty("faultdesk.rules.dir", base.resolve("rules").toString());
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      usual = URI.create("http://127.0.0.1:" + free.getLocalPort());
    }
  }

  @AfterEach
  void forget() {
    System.clearProperty("faultdesk.data.dir");
    System.clearProperty("faultdesk.rules.dir");
  }

  @Test
  void without_a_server_the_database_is_read_and_left_as_it_was() throws Exception {
    live();
    byte[] before = Files.readAllBytes(base.resolve("data/faultdesk.mv.db"));

    assertThat(run("--from", "10m", "--rules", candidate.toString())).as(err.toString()).isZero();
    assertThat(out.toString()).contains(
        "later       orders/slow  minor     2026-03-02T03:02:20Z  2026-03-02T03:04:59Z  minor      2026-03-02T03:02:50Z",
        "Slow  1         1          1          1",
        "0 new, 0 gone, 0 opened earlier, 1 opened later, 0 of another severity");
    assertThat(err.toString()).isEmpty();
    assertThat(Files.readAllBytes(base.resolve("data/faultdesk.mv.db"))).isEqualTo(before);

    assertThat(run("--from", "10m", "--json")).isZero();
    JsonNode result = new JsonMapper().readTree(out.toString());
    assertThat(result.get("counts").toString()).isEqualTo("{\"found\":1}");
    assertThat(result.at("/rows/0/active/openedAt").asText()).isEqualTo("2026-03-02T03:02:20Z");
    assertThat(result.get("rules").toString()).isEqualTo(
        "[{\"rule\":\"Slow\",\"active\":{\"findings\":1,\"incidents\":1},\"candidate\":{\"findings\":0,\"incidents\":0}}]");
    assertThat(result.get("candidate").isNull()).isTrue();

    assertThat(run("--from", "2026-03-02T01:00:00Z", "--to", "2026-03-02T02:00:00Z")).isZero();
    assertThat(out.toString()).contains("Nothing would have been found.");
  }

  @Test
  void a_database_that_a_server_holds_is_asked_for_by_its_address() throws Exception {
    live();
    // as a server in another process does
    try (FileChannel held =
        FileChannel.open(base.resolve("data/faultdesk.mv.db"), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      assertThat(held.tryLock()).isNotNull();
      assertThat(run("--from", "10m")).isEqualTo(1);
    }
    assertThat(err.toString()).contains("a server holds the database").contains("--url");
  }

  @Test
  void where_there_is_no_database_it_says_so_and_makes_none() {
    assertThat(run("--from", "10m")).isEqualTo(1);
    assertThat(err.toString()).contains("its database cannot be read").hasLineCount(1);
    assertThat(base.resolve("data")).doesNotExist();
  }

  @Test
  void broken_rules_are_named_with_their_place() throws Exception {
    live();
    Files.writeString(candidate.resolve("slow.drl"), SLOW.replace("last", "lost"));
    assertThat(run("--from", "10m", "--rules", candidate.toString())).isEqualTo(1);
    assertThat(err.toString()).startsWith("slow.drl:4:");
  }

  @Test
  void wrong_use_is_exit_code_two() {
    assertThat(run()).isEqualTo(2);
    assertThat(run("--from", "yesterday")).isEqualTo(2);
    assertThat(run("--from", "9d")).isEqualTo(2);
    assertThat(run("--from", "20")).as("without a unit").isEqualTo(2);
    assertThat(run("--from", "2127-01-01T00:00:00Z", "--to", "2127-01-01T05:00:00Z")).isEqualTo(2);
    assertThat(run("--from", "1h", "--to", "2h")).isEqualTo(2);
    assertThat(run("--from", "1h", "--rules", base.resolve("absent").toString())).isEqualTo(2);
  }

  @Test
  void a_server_is_asked_with_the_token_and_waited_for() throws Exception {
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    StringBuilder asked = new StringBuilder();
    server.createContext("/api/v1/rules/replays", exchange -> {
      boolean begins = exchange.getRequestMethod().equals("POST");
      asked.append(exchange.getRequestHeaders().getFirst("Authorization")).append(' ')
          .append(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)).append('\n');
      exchange.getResponseHeaders().add("Location", "/api/v1/rules/replays/7");
      byte[] body =
          (begins
              ? "{\"state\":\"running\"}"
              : """
                  {"state":"done","result":{"from":"a","to":"b","active":"v1","candidate":"v2","counts":{"new":3},"rules":[],
                  "rows":[],"rowsLeftOff":0}}""")
              .getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(begins ? 202 : 200, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort();
      assertThat(run("--from", "1h", "--rules", candidate.toString(), "--url", url)).as(err.toString()).isZero();
      assertThat(out.toString()).contains("candidate: v2");
      assertThat(asked.toString()).startsWith("Bearer secret {\"from\":\"2026-03-02T02:00:00Z\"").contains("slow.drl");
    } finally {
      server.stop(0);
    }
    assertThat(run("--from", "1h", "--url", usual.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("nobody answers at");
  }

  /** Ten minutes of a server's life, three of them slow. */
  private void live() {
    try (ConfigurableApplicationContext server = start()) {
      for (int i = 0; i < 40; i++) {
        double latency = i >= 8 && i < 16 ? 200 : 20;
        server.getBean(IndicatorBoard.class)
            .take(List.of(new Sample(ServiceName.of("orders"), "latency", latency, clock.millis())));
        clock.advance(Duration.ofSeconds(15));
      }
    }
  }

  private ConfigurableApplicationContext start() {
    return new SpringApplicationBuilder(RestartTest.Parts.class)
        .web(WebApplicationType.NONE)
        .initializers(starting -> starting.getBeanFactory().registerSingleton("clock", clock))
        .run(
            "--spring.main.banner-mode=off", "--FAULTDESK_CONFIG=" + base.resolve("none.yaml"),
            "--logging.level.io.faultdesk=warn");
  }

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    ReplayCommand command = new ReplayCommand(clock).with(Map.of("FAULTDESK_TOKEN", "secret"), usual);
    return new CommandLine(command)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err, true))
        .setExecutionExceptionHandler((failure, where, parsed) -> {
          where.getErr().println(failure.getMessage());
          return 1;
        })
        .execute(arguments);
  }
}
