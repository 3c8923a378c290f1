package io.faultdesk.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.transaction.support.TransactionTemplate;

/** The kept rules of two servers on one database. */
class RuleVersionsTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir private Path folder;
  private RuleVersions versions;
  private TransactionTemplate transaction;

  DataSource database() {
    return new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
  }

  @BeforeEach
  void open() {
    DataSource source = database();
    new ResourceDatabasePopulator(new ClassPathResource("db/migration/V20261121_19_00__rule_version.sql"))
        .execute(source);
    versions = new RuleVersions(
        JdbcClient.create(source),
        new RulesSettings(folder, Duration.ofSeconds(2), Duration.ofSeconds(1), 3, false));
    transaction = new TransactionTemplate(new DataSourceTransactionManager(source));
  }

  @Test
  void servers_that_find_the_same_rules_at_the_same_moment_both_put_them_in_force() throws Exception {
    Files.writeString(folder.resolve("a.drl"), "package rules;");
    RuleFiles files = RuleFiles.of(folder);
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      List<Future<?>> second = new ArrayList<>();
      transaction.executeWithoutResult(status -> {
        activate(files, NOW);
        second.add(other.submit(
            () -> transaction.executeWithoutResult(meanwhile -> activate(files, NOW.plusSeconds(1)))));
        // it waits for the first one
        assertThatCode(() -> second.getFirst().get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
      });
      second.getFirst().get();
    }
    assertThat(versions.list()).singleElement().satisfies(kept -> {
      assertThat(kept.version()).isEqualTo(files.version());
      assertThat(kept.activatedAt()).isEqualTo(NOW.plusSeconds(1));
    });
  }

  private void activate(RuleFiles files, Instant now) {
    try {
      versions.activated(files, 1, null, files.fingerprint(), now);
    } catch (BrokenRules broken) {
      throw new IllegalStateException(broken);
    }
  }
}
