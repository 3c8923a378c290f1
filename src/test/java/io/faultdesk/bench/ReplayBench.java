package io.faultdesk.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * How long {@code faultdesk rules replay} takes, from the command to its answer, for a stored day of 200 indicators with a sample
 * every 15 seconds: ten services with the 20 indicators of the shipped rules, three of the services faulty for a while. The shipped
 * rules are in force, the candidate has another limit in one of them. First the command does all of it itself, then it asks a
 * server that runs.
 */
class ReplayBench {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SERVICES = Integer.getInteger("bench.services", 10);
  private static final int EVERY = Integer.getInteger("bench.every", 15);
  private static final Duration DAY = Duration.ofHours(Integer.getInteger("bench.hours", 24));
  private static final Duration WARM_UP = Duration.ofHours(2);
  private static final Instant END = Instant.now().truncatedTo(ChronoUnit.MINUTES);
  private static final long MINUTE = 60_000;
  private static final List<String> INDICATORS =
      List.of(
          "response-time", "error-rate", "throughput", "cpu", "memory", "queue-length", "db-connections-used",
          "slow-queries", "duplicate-customers", "missing-fields", "sync-delay", "order-backlog", "order-cycle-time",
          "payment-declines", "cart-abandonment", "active-users", "complaints", "login-failures", "password-resets",
          "permission-denied");
  private static final double[] NORMAL =
      {120, 0.01, 300, 50, 60, 40, 45, 5, 4, 0.01, 30, 90, 45, 0.03, 0.6, 800, 5, 6, 4, 8};

  @TempDir private Path folder;
  private final Random random = new Random(7);

  @Test
  void a_stored_day() throws Exception {
    long bytes = store();
    Figures figures =
        new Figures("replay", "what", "seconds", "CPU seconds", "findings with the rules in force", "rows that differ");
    measureAll(figures, "no server runs", Map.of());
    try (PackagedApp server = PackagedApp.on(folder, "replay")) {
      byte[] wanted = "{\"name\": \"replay\", \"scopes\": [\"admin\"]}".getBytes(StandardCharsets.UTF_8);
      String token =
          JSON.readTree(server.post("/api/v1/tokens", "application/json", wanted).body()).get("token").asText();
      measureAll(figures, "a server runs", Map.of("FAULTDESK_TOKEN", token), "--url", server.url());
    }
    figures.note(
        "%d indicators, a sample every %d s for %d h and two hours before; the database has %,d MB.",
        SERVICES * INDICATORS.size(), EVERY, DAY.toHours(), bytes >> 20);
    figures.note("From the command to its end: the start of Java and the compiling of both sets are in it.");
    figures.note("Processor time is the command's own.");
    figures.publish();
  }

  private void measureAll(Figures figures, String where, Map<String, String> environment, String... options)
      throws Exception {
    String[] beside =
        Stream.concat(Stream.of(options), Stream.of("--rules", candidate().toString())).toArray(String[]::new);
    for (int i = 0; i < 3; i++) {
      measure(figures, where + ", the rules in force alone", environment, options);
    }
    for (int i = 0; i < 3; i++) {
      measure(figures, where + ", beside a candidate", environment, beside);
    }
  }

  private void measure(Figures figures, String what, Map<String, String> environment, String... more) throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of("./faultdesk", "rules", "replay", "--json", "--from", END.minus(DAY).toString(), "--to",
            END.toString()));
    command.addAll(List.of(more));
    Path out = folder.resolve("out.json");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("FAULTDESK_DATA_DIR", folder.toString());
    builder.environment().put("FAULTDESK_RULES_DIR", Path.of("rules").toAbsolutePath().toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().remove("FAULTDESK_CONFIG"); // the tests name a file that is not there
    builder.environment().putAll(environment);
    long begun = System.nanoTime();
    Process process = builder.start();
    Duration cpu = Duration.ZERO;
    while (!process.waitFor(20, TimeUnit.MILLISECONDS)) {
      cpu = process.info().totalCpuDuration().orElse(cpu);
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    assertThat(process.exitValue()).isZero();
    JsonNode result = JSON.readTree(out.toFile());
    int findings = 0;
    for (JsonNode rule : result.get("rules")) {
      findings += rule.at("/active/findings").asInt();
    }
    assertThat(findings).isPositive();
    figures.row(what, seconds, cpu.toMillis() / 1000.0, findings, result.get("rows").size());
  }

  private Path candidate() throws IOException {
    Path candidate = Files.createDirectories(folder.resolve("candidate"));
    try (Stream<Path> files = Files.list(Path.of("rules"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".drl")).toList()) {
        String text = Files.readString(file);
        Files.writeString(candidate.resolve(file.getFileName()), text.replace("recent.p95 > 800", "recent.p95 > 1500"));
      }
    }
    return candidate;
  }

  /** Writes the rows that a server would have written; returns the size of the database. */
  private long store() throws IOException {
    SingleConnectionDataSource database =
        new SingleConnectionDataSource("jdbc:h2:file:" + folder.resolve("faultdesk"), "sa", "", true);
    Flyway.configure().dataSource(database).load().migrate();
    JdbcTemplate jdbc = new JdbcTemplate(database);
    jdbc.execute("set lock_timeout 10000");
    for (int service = 0; service < SERVICES; service++) {
      for (int i = 0; i < INDICATORS.size(); i++) {
        jdbc.update("insert into indicator_series (service, indicator, id) values (?, ?, ?)", "crm-" + service,
            INDICATORS.get(i), id(service, i));
      }
    }
    long end = END.toEpochMilli();
    List<Object[]> rows = new ArrayList<>();
    for (long minute = END.minus(DAY).minus(WARM_UP).toEpochMilli(); minute < end; minute += MINUTE) {
      for (int service = 0; service < SERVICES; service++) {
        for (int i = 0; i < INDICATORS.size(); i++) {
          rows.add(new Object[]{id(service, i), minute, samples(service, i, minute)});
        }
      }
      if (rows.size() > 5000 || minute + MINUTE >= end) {
        jdbc.batchUpdate("insert into indicator_samples (series_id, starts_at, body) values (?, ?, ?)", rows);
        rows.clear();
      }
    }
    jdbc.execute("checkpoint sync");
    database.destroy();
    return Files.size(folder.resolve("faultdesk.mv.db"));
  }

  private static long id(int service, int indicator) {
    return 1L + service * 100L + indicator;
  }

  /** A minute as it is stored: version, number of condensed points, then offset and value of each sample. */
  private byte[] samples(int service, int indicator, long minute) {
    int count = (int) (MINUTE / 1000 / EVERY);
    ByteBuffer bytes = ByteBuffer.allocate(3 + count * 10).put((byte) 1).putShort((short) 0);
    for (int i = 0; i < count; i++) {
      bytes.putShort((short) (i * EVERY * 1000 + service * 997)).putDouble(value(service, indicator, minute));
    }
    return bytes.array();
  }

  private double value(int service, int indicator, long minute) {
    boolean faulty = service < 3 && indicator < 2 && minute / MINUTE % 240 < 12;
    double level = faulty ? 10 + service * 5 : 1;
    return NORMAL[indicator] * level * (0.9 + 0.2 * random.nextDouble());
  }
}
