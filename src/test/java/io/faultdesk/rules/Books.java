package io.faultdesk.rules;

import io.faultdesk.testing.HandClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/** Rule books over a database of their own; a further book over the same one is a restart. */
final class Books {

  private final RulesSettings settings;
  final RuleVersions versions;
  final JdbcTemplate database;
  final HandClock clock = new HandClock(Instant.parse("2026-01-02T03:04:05Z"));

  private Books(RulesSettings settings) {
    this.settings = settings;
    DriverManagerDataSource source =
        new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    new ResourceDatabasePopulator(new ClassPathResource("db/migration/V20261121_19_00__rule_version.sql"))
        .execute(source);
    database = new JdbcTemplate(source);
    versions = new RuleVersions(JdbcClient.create(database), settings);
  }

  static Books of(Path folder) {
    return new Books(settings(folder, false));
  }

  static Books forTwo(Path folder) {
    return new Books(settings(folder, true));
  }

  private static RulesSettings settings(Path folder, boolean twoPersons) {
    return new RulesSettings(folder, Duration.ofSeconds(2), Duration.ofSeconds(1), 3, twoPersons);
  }

  RuleBook open() {
    return open((rules, tests) -> List.of());
  }

  RuleBook open(RuleTrial trial) {
    return new RuleBook(settings, versions, trial, clock, new SimpleMeterRegistry());
  }
}
