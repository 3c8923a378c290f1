package io.faultdesk.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.faultdesk.testing.HandClock;
import java.io.IOException;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import picocli.CommandLine;

/** {@code faultdesk model train --from-history}, without a server and with one. */
class TrainFromHistoryTest {

  private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");

  @TempDir private Path base;
  private final HandClock clock = new HandClock(NOW);
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path model;
  private URI usual;

  @BeforeEach
  void folders() throws Exception {
    model = base.resolve("models/night.json");
    System.setProperty("faultdesk.data.dir", base.resolve("data").toString());
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      usual = URI.create("http://127.0.0.1:" + free.getLocalPort());
    }
  }

  @AfterEach
  void forget() {
    System.clearProperty("faultdesk.data.dir");
  }

  @Test
  void without_a_server_the_database_is_learnt_from_and_left_as_it_was() throws Exception {
    remember(true);
    Object before = state();

    assertThat(run("--days", "2")).as(err.toString()).isZero();

    assertThat(out.toString()).contains("night.json with its card night.md", "of 2 units");
    assertThat(FaultModel.read(model).task()).isEqualTo(Task.DETECT);
    assertThat(Files.readString(base.resolve("models/night.md"))).startsWith("# night");
    assertThat(base.resolve("models/night.roc.svg")).exists();
    assertThat(state()).isEqualTo(before);
  }

  @Test
  void what_is_missing_to_learn_from_is_said_and_nothing_written() {
    remember(false);
    assertThat(run("--days", "2")).isEqualTo(1);
    assertThat(err.toString()).startsWith("to learn from, rows with a fault are needed").hasLineCount(1);
    assertThat(model).doesNotExist();
  }

  @Test
  void a_database_that_a_server_holds_is_asked_for_by_its_address() throws Exception {
    assumeTrue(database().getUrl().startsWith("jdbc:h2:"), "only a file can be held");
    remember(false);
    // as a server in another process does
    try (FileChannel held =
        FileChannel.open(base.resolve("data/faultdesk.mv.db"), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      assertThat(held.tryLock()).isNotNull();
      assertThat(run()).isEqualTo(1);
    }
    assertThat(err.toString()).contains("a server holds the database").contains("--url").hasLineCount(1);
  }

  @Test
  void where_there_is_no_database_it_says_so_and_makes_none() {
    assertThat(run()).isEqualTo(1);
    assertThat(err.toString()).contains("its database cannot be read").hasLineCount(1);
    assertThat(base.resolve("data")).doesNotExist();
  }

  @Test
  void a_server_is_asked_with_the_token_waited_for_and_its_files_are_written() throws Exception {
    StringBuilder asked = new StringBuilder();
    AtomicInteger looks = new AtomicInteger();
    String text = Forecasts.model(8).json();
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/v1/models", exchange -> {
      String path = exchange.getRequestURI().getPath();
      if (exchange.getRequestMethod().equals("POST")) {
        asked.append(exchange.getRequestHeaders().getFirst("Authorization")).append(' ')
            .append(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      }
      String answer = switch (path) {
        case "/api/v1/models/trainings" -> "{\"state\":\"running\"}";
        case "/api/v1/models/trainings/7" -> looks.getAndIncrement() == 0 ? "{\"state\":\"running\",\"progress\":0.5}"
            : "{\"state\":\"done\",\"version\":\"v1\",\"files\":[\"night.md\",\"night.roc.svg\"]}";
        case "/api/v1/models/v1/file" -> text;
        default -> path;
      };
      exchange.getResponseHeaders().add("Location", "/api/v1/models/trainings/7");
      byte[] body = answer.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
    server.start();
    try {
      assertThat(run("--url", "http://127.0.0.1:" + server.getAddress().getPort())).as(err.toString()).isZero();
    } finally {
      server.stop(0);
    }
    assertThat(asked.toString()).isEqualTo(
        "Bearer secret {\"name\":\"night\",\"task\":\"detect\",\"horizon\":null,\"days\":14,\"falseAlarms\":1.0}");
    assertThat(Files.readString(model)).isEqualTo(text);
    assertThat(Files.readString(base.resolve("models/night.md"))).isEqualTo("/api/v1/models/v1/card/night.md");
    assertThat(Files.readString(base.resolve("models/night.roc.svg")))
        .isEqualTo("/api/v1/models/v1/card/night.roc.svg");
    assertThat(run("--url", usual.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("nobody answers at");
  }

  /** The database that the command finds. */
  DriverManagerDataSource database() {
    return new DriverManagerDataSource("jdbc:h2:file:" + base.resolve("data/faultdesk"), "sa", "");
  }

  /** Anything that is another as soon as something is written there. */
  Object state() throws IOException {
    return HexFormat.of().formatHex(Files.readAllBytes(base.resolve("data/faultdesk.mv.db")));
  }

  /** Two services over two days, both with two faults that an incident tells of, or with none. */
  private void remember(boolean incidents) {
    DriverManagerDataSource source = database();
    Flyway.configure().dataSource(source).locations("classpath:db/migration").load().migrate();
    JdbcTemplate jdbc = new JdbcTemplate(source);
    long start = NOW.toEpochMilli() - 48 * 3_600_000L;
    for (int service = 1; service <= 2; service++) {
      jdbc.update("insert into indicator_series (id, service, indicator) values (?, ?, 'queue')", service,
          "s" + service);
      List<Object[]> rows = new ArrayList<>();
      for (int minute = 0; minute < 48 * 60; minute++) {
        boolean faulty = minute > 1000 && minute % 900 < 15;
        double value = 10 + minute * 7 % 5 + (faulty ? 50 : 0);
        long at = start + minute * 60_000L;
        rows.add(new Object[]{service, at, 1, value, 0, value, value, value, at});
        if (incidents && minute > 1000 && minute % 900 == 0) {
          fault(jdbc, service * 10 + minute / 900, "s" + service, at);
        }
      }
      jdbc.batchUpdate(
          "insert into indicator_minute (series_id, starts_at, samples, mean, squares, lowest, highest, newest, newest_at) "
              + "values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
          rows);
    }
  }

  /** Only what is asked for of an incident, whose other columns do not matter here. */
  private static void fault(JdbcTemplate jdbc, int number, String service, long at) {
    insert(jdbc, "incident", number, Map.of("id", number, "resolved_at", at + 15 * 60_000L));
    insert(jdbc, "incident_finding", number,
        Map.of("incident_id", number, "ordinal", 0, "service", service, "source", "RULE", "opened_at", at));
  }

  /** With anything in the columns that must have something. */
  private static void insert(JdbcTemplate jdbc, String table, int number, Map<String, Object> known) {
    Map<String, Object> row = new LinkedHashMap<>(known);
    jdbc.query(
        "select lower(column_name), lower(data_type) from information_schema.columns where table_schema = schema() "
            + "and lower(table_name) = ? and is_nullable = 'NO' and lower(column_name) <> 'id'",
        column -> {
          row.putIfAbsent(column.getString(1), column.getString(2).contains("char") ? "" + number : 0);
        }, table);
    jdbc.update(
        "insert into " + table + " (" + String.join(", ", row.keySet()) + ") values ("
            + String.join(", ", Collections.nCopies(row.size(), "?")) + ")",
        row.values().toArray());
  }

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    CommandLine line =
        new CommandLine(new ModelTrainCommand(clock).with(Map.of("FAULTDESK_TOKEN", "secret"), usual));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err, true))
        .setExecutionExceptionHandler((failure, where, parsed) -> {
          where.getErr().println(failure.getMessage());
          return 1;
        });
    String[] all = {"--task", "detect", "--from-history", "--out", model.toString()};
    return line.execute(Stream.of(all, arguments).flatMap(Arrays::stream)
        .toArray(String[]::new));
  }
}
