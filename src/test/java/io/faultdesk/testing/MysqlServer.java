package io.faultdesk.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Assumptions;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * A genuine MySQL 8.0 server for tests, started at most once in a JVM and gone with it. Where the machine lacks a library
 * that the server needs, the test is skipped with the reason, or fails if {@code CI=true}.
 */
public final class MysqlServer {

  /** Who may do everything in the databases; the password is empty. */
  public static final String USER = "root";

  private static final String ARCHIVE = "/mysql-Linux-amd64.tar.gz";
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  // The shell outlives a killed JVM by a moment: its standard input ends, and it takes the server and the data away.
  private static final String KEEPER = """
      trap '' INT TERM
      data=$1; shift
      "$@" </dev/null & server=$!
      read -r _
      kill $server; wait $server
      rm -rf "$data"
      """;

  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static MysqlServer running;
  private static List<String> tables = List.of();

  private final int port;

  private MysqlServer(int port) {
    this.port = port;
  }

  /** The JDBC address of a new, empty utf8mb4 database, with the driver settings that the engine asks for. */
  public static String newDatabase() {
    return server().create("faultdesk" + DATABASES.incrementAndGet());
  }

  /** The same with the tables that Faultdesk migrates to: copied, in a quarter of the time that the migrations take. */
  public static synchronized String newMigratedDatabase() {
    if (tables.isEmpty()) {
      var pattern = newDatabase();
      Flyway.configure().dataSource(pattern, USER, "").load().migrate();
      tables = tables(pattern);
    }
    var url = newDatabase();
    execute(url, tables);
    return url;
  }

  /** Connections to a new, empty database, kept open: to make one takes longer than most questions that a test asks. */
  public static DataSource newSource() {
    return source(newDatabase());
  }

  /** The same to a database with the tables that Faultdesk migrates to. */
  public static DataSource newMigratedSource() {
    return source(newMigratedDatabase());
  }

  /**
   * Another such database; from now on the server answers each commit only when it is on the disk, as one does in production.
   */
  public static String newDurableDatabase() {
    var url = newDatabase();
    execute(url, List.of("set global innodb_flush_log_at_trx_commit = 1"));
    return url;
  }

  private static synchronized MysqlServer server() {
    if (running == null) {
      try {
        running = start(unpacked());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return running;
  }

  private static MysqlServer start(Path home) throws IOException {
    var trial = run(List.of(mysqld(home), "--no-defaults", "--version"));
    if (!trial.isEmpty()) {
      skip("MySQL cannot run here; on Debian: apt-get install libaio1 libnuma1. It says: " + trial);
    }
    var base = Files.createTempDirectory("faultdesk-mysql-");
    var data = base.resolve("data");
    var failure = run(command(home, data, "--initialize-insecure"));
    if (!failure.isEmpty()) {
      throw new IllegalStateException("MySQL cannot make its data directory: " + failure);
    }
    int port = freePort();
    var log = base.resolve("log");
    var keeper = new ArrayList<>(List.of("/bin/sh", "-c", KEEPER, "mysql-keeper", base.toString()));
    keeper.addAll(command(
        home,
        data,
        "--port=" + port,
        "--bind-address=127.0.0.1",
        "--socket=" + base.resolve("socket"),
        "--mysqlx=OFF",
        "--skip-log-bin",
        "--default-time-zone=+00:00",
        "--max-connections=500",
        // What a test kills is the application, never the machine, so a commit need not wait for the disk.
        "--innodb-flush-log-at-trx-commit=2"));
    var process = new ProcessBuilder(keeper).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process)));
    await("MySQL").atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .failFast(() -> assertThat(log).content().doesNotContain("Aborting"))
        .until(() -> answers(port));
    return new MysqlServer(port);
  }

  private static void stop(Process keeper) {
    try {
      keeper.getOutputStream().close();
      keeper.waitFor();
    } catch (IOException | InterruptedException e) {
      keeper.destroy();
    }
  }

  private static List<String> command(Path home, Path data, String... options) {
    var command = new ArrayList<>(List.of(
        mysqld(home),
        "--no-defaults",
        "--basedir=" + home,
        "--datadir=" + data,
        "--character-set-server=utf8mb4"));
    if ("root".equals(System.getProperty("user.name"))) {
      command.add("--user=root");
    }
    command.addAll(List.of(options));
    return command;
  }

  private static String mysqld(Path home) {
    return home.resolve("bin/mysqld").toString();
  }

  /** Unpacks once a machine: into a folder of its own, then moved, so that nobody meets half a server. */
  private static Path unpacked() throws IOException {
    var home =
        Path.of(System.getProperty("java.io.tmpdir"), "faultdesk-mysql-8.0.12-" + System.getProperty("user.name"));
    if (Files.exists(home)) {
      return home;
    }
    var fresh = Files.createTempDirectory("faultdesk-mysql-unpacking-");
    var archive = fresh.resolve("archive.tar.gz");
    try (InputStream packed = MysqlServer.class.getResourceAsStream(ARCHIVE)) {
      Files.copy(packed, archive);
    }
    var failure = run(List.of("tar", "-xzf", archive.toString(), "-C", fresh.toString()));
    if (!failure.isEmpty()) {
      throw new IllegalStateException("MySQL cannot be unpacked: " + failure);
    }
    Files.delete(archive);
    try {
      Files.move(fresh, home);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      // Another JVM was faster; its copy is the same.
    }
    return home;
  }

  /** What a command that failed wrote, or nothing where it ended well. */
  private static String run(List<String> command) throws IOException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes()).strip();
    try {
      int code = process.waitFor();
      return code == 0 ? "" : output.isEmpty() ? "exit code " + code : output;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean answers(int port) {
    try (var connection = DriverManager.getConnection(url(port, ""), USER, "")) {
      return connection.isValid(5);
    } catch (SQLException e) {
      return false;
    }
  }

  private static String url(int port, String database) {
    return "jdbc:mysql://127.0.0.1:" + port + "/" + database
        + "?sendFractionalSeconds=false&nullDatabaseMeansCurrent=true";
  }

  private static void skip(String reason) {
    if ("true".equals(System.getenv("CI"))) {
      throw new IllegalStateException(reason);
    }
    Assumptions.abort(reason);
  }

  private String create(String name) {
    execute(url(port, ""), List.of("create database " + name + " character set utf8mb4"));
    return url(port, name);
  }

  /** What makes the tables of that database anew, and copies what is in them. */
  private static List<String> tables(String url) {
    var jdbc = new JdbcTemplate(new DriverManagerDataSource(url, USER, ""));
    var database = jdbc.queryForObject("select database()", String.class);
    var statements = new ArrayList<String>();
    statements.add("set foreign_key_checks = 0");
    for (var table : jdbc.queryForList("show tables", String.class)) {
      statements.add((String) jdbc.queryForMap("show create table " + table).get("Create Table"));
      statements.add("insert into " + table + " select * from " + database + "." + table);
    }
    return statements;
  }

  private static void execute(String url, List<String> statements) {
    try (var connection = DriverManager.getConnection(url, USER, "");
        var statement = connection.createStatement()) {
      for (var each : statements) {
        statement.execute(each);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static DataSource source(String url) {
    var pool = new HikariDataSource();
    pool.setJdbcUrl(url);
    pool.setUsername(USER);
    pool.setMaximumPoolSize(4);
    pool.setMinimumIdle(0);
    return pool;
  }
}
