package io.faultdesk.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.faultdesk.incident.ClosureReason;
import io.faultdesk.incident.IncidentDesk;
import io.faultdesk.incident.IncidentFilter;
import io.faultdesk.incident.IncidentView;
import io.faultdesk.incident.IncidentView.FindingView;
import io.faultdesk.indicator.IndicatorBoard;
import io.faultdesk.shared.Category;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.Severity;
import io.faultdesk.signal.Alert;
import io.faultdesk.signal.Sample;
import io.faultdesk.testing.HandClock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.dao.PersistenceExceptionTranslationAutoConfiguration;
import org.springframework.boot.autoconfigure.data.jpa.JpaRepositoriesAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcClientAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.autoconfigure.orm.jpa.HibernateJpaAutoConfiguration;
import org.springframework.boot.autoconfigure.transaction.TransactionAutoConfiguration;
import org.springframework.boot.autoconfigure.validation.ValidationAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

/** What detection remembers, in its real tables, over the end of the program: from samples and rules to incidents. */
class RestartTest {

  private static final ServiceName ORDERS = ServiceName.of("orders");
  private static final String SLOW =
      """
      package faultdesk.performance
      rule "Slow"
      when
        $i : Indicator( name == "latency", last > 100 )
      then
        findings.raise("slow", $i, MINOR).after("10s").untilRecovered();
      end
      rule "Very slow"
      when
        $i : Indicator( name == "latency", last > 1000 )
      then
        findings.raise("slow", $i, CRITICAL).after("10s").untilRecovered();
      end
      rule "Fast again"
      when
        $i : Indicator( name == "latency", last < 50 )
      then
        findings.recovered("slow", $i);
      end
      """;

  @TempDir private Path rules;
  private final String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
  private final HandClock clock = new HandClock(Instant.parse("2026-03-02T03:00:00Z"));
  private ConfigurableApplicationContext run;

  @BeforeEach
  void first() throws IOException {
    Files.writeString(rules.resolve("slow.drl"), SLOW);
    start();
  }

  @AfterEach
  void stop() {
    run.close();
  }

  @Test
  void holds_and_episodes_are_read_as_they_were_written() {
    run.getBean(Watch.class).stop();
    DetectionMemory memory = run.getBean(DetectionMemory.class);
    Instant now = clock.instant();
    Hold ripening = new Hold(now, now.plusMillis(1), Duration.ofMinutes(1), true, false, false, null, null);
    Hold open =
        new Hold(now, now.plusMillis(1), Duration.ofMinutes(1), false, false, true, Severity.MINOR, now.plusSeconds(1));
    Episode firing = new Episode(alert("a1"), null);
    Episode cleared = new Episode(alert("a2"), now);
    memory.saveHolds(ORDERS, new ServiceState(Map.of(), Map.of("orders/old", ripening)));
    memory.saveHolds(
        ORDERS, new ServiceState(Map.of(), Map.of("orders/ripening", ripening, "orders/open", open)));
    memory.saveEpisodes(List.of(cleared, new Episode(alert("a1"), now)));
    memory.saveEpisodes(List.of(firing));

    assertThat(memory.load(now))
        .isEqualTo(
            Map.of(
                ORDERS,
                new ServiceState(
                    Map.of("a1", firing, "a2", cleared), Map.of("orders/ripening", ripening, "orders/open", open))));

    memory.prune(now.plusMillis(1));
    assertThat(memory.load(now).get(ORDERS).episodes()).containsOnlyKeys("a1");
  }

  @Test
  void a_finding_of_a_rule_that_is_open_goes_on_after_a_restart() {
    String number = openedBy(200);
    restart();

    measure(200);
    judgedAfter(Duration.ofSeconds(30));
    assertThat(incidents()).extracting(IncidentView::number).containsExactly(number);

    measure(2000);
    judgedAfter(Duration.ofSeconds(1));
    restart();
    measure(2000);
    judgedAfter(Duration.ofSeconds(1));
    clock.advance(Duration.ofSeconds(11));
    await().untilAsserted(() -> assertThat(finding(number).severity()).isEqualTo(Severity.CRITICAL));
    restart();
    measure(2000);
    judgedAfter(Duration.ofSeconds(30));
    assertThat(timeline(number)).containsOnlyOnce("finding-worsened");

    measure(10);
    clock.advance(Duration.ofSeconds(1));
    await().untilAsserted(() -> assertThat(finding(number).clearedAt()).isNotNull());
    assertThat(incidents()).hasSize(1);
  }

  @Test
  void a_fault_that_goes_on_after_its_incident_was_resolved_opens_the_next_one() {
    String number = openedBy(200);
    desk().declareRecovered(number, "li.na", "restarted");

    judgedAfter(Duration.ofSeconds(1));
    judgedAfter(Duration.ofSeconds(5));
    assertThat(incidents()).hasSize(1);
    clock.advance(Duration.ofSeconds(6));
    await().untilAsserted(() -> assertThat(incidents()).hasSize(2));

    restart();
    measure(200);
    judgedAfter(Duration.ofSeconds(30));
    assertThat(incidents()).hasSize(2);
    measure(10);
    clock.advance(Duration.ofSeconds(1));
    await().untilAsserted(
        () -> assertThat(finding(incidents().getFirst().number()).clearedAt()).isNotNull());
  }

  @Test
  void a_fault_whose_incident_ended_just_before_a_crash_opens_the_next_one() {
    String number = openedBy(200);
    run.getBean(Watch.class).stop();
    desk().close(number, ClosureReason.CANCELLED, "li.na", "");
    restart();

    measure(200);
    judgedAfter(Duration.ofSeconds(1));
    clock.advance(Duration.ofSeconds(11));
    await().untilAsserted(() -> assertThat(incidents()).hasSize(2));
  }

  @Test
  void a_fault_that_is_a_false_alarm_opens_nothing_until_it_has_cleared() {
    String number = openedBy(200);
    desk().declareFalseAlarm(number, "li.na", "a load test");
    judgedAfter(Duration.ofSeconds(60));
    restart();
    measure(200);
    judgedAfter(Duration.ofSeconds(60));
    assertThat(incidents()).hasSize(1);

    measure(10);
    clock.advance(Duration.ofSeconds(1));
    await().untilAsserted(() -> assertThat(finding(number).clearedAt()).isNotNull());
    measure(200);
    judgedAfter(Duration.ofSeconds(1));
    clock.advance(Duration.ofSeconds(11));
    await().untilAsserted(() -> assertThat(incidents()).hasSize(2));
  }

  @Test
  void a_finding_whose_rules_are_gone_clears() throws IOException {
    String number = openedBy(200);
    Files.writeString(rules.resolve("slow.drl"), SLOW.replace("\"slow\"", "\"sluggish\""));
    restart();
    measure(60);
    clock.advance(Duration.ofSeconds(1));
    await().untilAsserted(() -> assertThat(finding(number).clearedAt()).isNotNull());
  }

  private String openedBy(double latency) {
    measure(latency);
    judgedAfter(Duration.ofSeconds(1));
    clock.advance(Duration.ofSeconds(11));
    await().untilAsserted(() -> assertThat(incidents()).hasSize(1));
    return incidents().getFirst().number();
  }

  private void measure(double latency) {
    Sample sample = new Sample(ORDERS, "latency", latency, clock.millis());
    assertThat(run.getBean(IndicatorBoard.class).take(List.of(sample))).containsOnlyNulls();
  }

  /** Lets that time pass and the service be judged afterwards, once for sure. */
  private void judgedAfter(Duration time) {
    clock.advance(time);
    long before = judgments();
    await().until(() -> judgments() > before);
    clock.advance(Duration.ofSeconds(1));
    await().until(() -> judgments() > before + 1);
  }

  private long judgments() {
    return run.getBean(MeterRegistry.class).timer("faultdesk.detection.step").count();
  }

  private void start() {
    run =
        new SpringApplicationBuilder(Parts.class)
            .web(WebApplicationType.NONE)
            .initializers(starting -> starting.getBeanFactory().registerSingleton("clock", clock))
            .run(
                "--spring.datasource.url=" + url,
                "--spring.main.banner-mode=off",
                "--FAULTDESK_CONFIG=" + rules.resolve("none.yaml"),
                "--faultdesk.rules.dir=" + rules,
                "--logging.level.io.faultdesk=warn");
  }

  private void restart() {
    run.close();
    start();
  }

  private IncidentDesk desk() {
    return run.getBean(IncidentDesk.class);
  }

  private List<IncidentView> incidents() {
    return desk().list(IncidentFilter.NONE, null, 50).items();
  }

  private FindingView finding(String number) {
    return desk().find(number).orElseThrow().findings().getFirst();
  }

  private List<String> timeline(String number) {
    return desk().timeline(number, null, 50).items().stream().map(entry -> entry.kind()).toList();
  }

  private Alert alert(String identity) {
    return new Alert(
        identity, ORDERS, "Down", Severity.MAJOR, Category.OTHER, true, clock.instant(),
        clock.instant().plusSeconds(60), Map.of("a", "很慢 🐢"), Map.of(), "test");
  }

  /** The modules from the signal to the incident, without the web and the engine. */
  @AutoConfigurationPackage(basePackages = "io.faultdesk")
  @ComponentScan({
    "io.faultdesk.catalog", "io.faultdesk.detection", "io.faultdesk.incident", "io.faultdesk.indicator",
    "io.faultdesk.prediction", "io.faultdesk.rules", "io.faultdesk.signal"
  })
  @ConfigurationPropertiesScan({
    "io.faultdesk.catalog", "io.faultdesk.detection", "io.faultdesk.incident", "io.faultdesk.indicator",
    "io.faultdesk.prediction", "io.faultdesk.rules", "io.faultdesk.signal"
  })
  @ImportAutoConfiguration({
    ConfigurationPropertiesAutoConfiguration.class,
    DataSourceAutoConfiguration.class,
    FlywayAutoConfiguration.class,
    HibernateJpaAutoConfiguration.class,
    JacksonAutoConfiguration.class,
    JdbcClientAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    JpaRepositoriesAutoConfiguration.class,
    PersistenceExceptionTranslationAutoConfiguration.class,
    TransactionAutoConfiguration.class,
    ValidationAutoConfiguration.class
  })
  static class Parts {

    @Bean
    SimpleMeterRegistry meters() {
      return new SimpleMeterRegistry();
    }
  }
}
