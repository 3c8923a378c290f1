package io.faultdesk.bench;

import io.faultdesk.Faultdesk;
import io.faultdesk.incident.FindingSource;
import io.faultdesk.incident.IncidentDesk;
import io.faultdesk.incident.NewFinding;
import io.faultdesk.shared.Category;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.Severity;
import io.faultdesk.testing.MysqlServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * How many incidents a second are opened, each with its process in the same transaction. The anchor is a bare engine that
 * starts the same process, up to the same user task, in a database of the same kind.
 */
class IncidentStartBench {

  private static final Duration TURN = Duration.ofSeconds(4);

  private final AtomicLong next = new AtomicLong();

  @TempDir Path folder;

  @Test
  void on_h2_with_every_commit_on_disk() throws Exception {
    String settings = ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;QUERY_CACHE_SIZE=256";
    measure("incident-starts-h2", "jdbc:h2:file:" + folder.resolve("ours") + settings,
        "jdbc:h2:file:" + folder.resolve("bare") + settings, "sa");
  }

  @Test
  void on_mysql() throws Exception {
    measure("incident-starts-mysql", MysqlServer.newDatabase(), MysqlServer.newDatabase(),
        MysqlServer.USER);
  }

  private void measure(String name, String ours, String bare, String user) throws Exception {
    Figures figures = new Figures(name, "threads", "bare engine: starts/s (anchor)", "incidents/s", "ratio to anchor");
    try (BareEngine engine = BareEngine.on(bare, user, ""); var app = application(ours, user)) {
      IncidentDesk desk = app.getBean(IncidentDesk.class);
      TransactionTemplate transaction = new TransactionTemplate(app.getBean(PlatformTransactionManager.class));
      for (int threads : new int[]{1, 2, 4}) {
        var speeds = Race.ofThreads(threads, TURN, 2, 5)
            .enter("bare", () -> engine.start("INC-" + next.incrementAndGet()))
            .enter("ours", () -> transaction.execute(status -> desk.raise(finding())))
            .run();
        figures.row(
            threads,
            speeds.get("bare").perSecond(),
            speeds.get("ours").perSecond(),
            speeds.get("ours").toAnchor());
      }
      figures.note("%,d starts in all; nobody closes them, so the tables grow while it runs.", next.get());
      figures.publish();
    }
  }

  private NewFinding finding() {
    return new NewFinding(
        "crm-order/bench-" + next.incrementAndGet(),
        FindingSource.RULE,
        "slow-answers",
        ServiceName.of("crm-order"),
        Severity.MAJOR,
        Category.PERFORMANCE,
        "95 % of the answers took up to 3000 ms; the limit is 800 ms.",
        Map.of("recent.p95", 3000.0),
        Instant.now());
  }

  private ConfigurableApplicationContext application(String url, String user) throws Exception {
    return new SpringApplicationBuilder(Faultdesk.class).run(
        "--server.port=0",
        "--spring.datasource.url=" + url,
        "--spring.datasource.username=" + user,
        "--faultdesk.data.dir=" + Files.createTempDirectory(folder, "data"),
        "--FAULTDESK_CONFIG=src/test/resources/bench/faultdesk.yaml",
        // each start is to be an incident of its own
        "--faultdesk.incident.quiet.storm.enabled=false",
        "--faultdesk.admin.password=bench-secret");
  }
}
