package io.faultdesk.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.faultdesk.indicator.IndicatorBoard;
import io.faultdesk.rules.RuleFiles;
import io.faultdesk.rules.RuleSet;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.TimeRange;
import io.faultdesk.signal.Sample;
import io.faultdesk.testing.HandClock;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

/** What the live watch found is what a replay finds in that which it left behind in the database: the same, at the same times. */
class LiveReplayTest {

  private static final Instant START = Instant.parse("2026-03-02T03:00:00Z");
  private static final ServiceName ORDERS = ServiceName.of("orders");
  private static final int SECONDS = 400;
  private static final String RULES =
      """
      package faultdesk.performance
      rule "Slow"
      when
        $i : Indicator( name == "latency", last > 100 )
      then
        findings.raise("slow", $i, MINOR).after("5s").untilRecovered();
      end
      rule "Very slow"
      when
        $i : Indicator( name == "latency", last > 1000 )
      then
        findings.raise("slow", $i, CRITICAL).after("5s").untilRecovered();
      end
      rule "Fast again"
      when
        $i : Indicator( name == "latency", last < 50 )
      then
        findings.recovered("slow", $i);
      end
      rule "Unusual"
      when
        $i : Indicator( name == "latency", baseline.count > 30, recent.mean > 1.3 * baseline.mean, recent.slope > 0 )
      then
        findings.raise("unusual", $i, WARNING).keepFor("20s");
      end
      rule "Silent"
      when
        $i : Indicator( name == "latency", age > 60 )
      then
        findings.raise("silent", $i, MAJOR).after("15s");
      end
      rule "Alerts"
      when
        $a : Alert( firing )
      then
        findings.raise($a);
      end
      """;

  @TempDir private Path rules;
  private final Random random = new Random(5);
  private final HandClock clock = new HandClock(START);
  private String url = "";
  private ConfigurableApplicationContext run;
  private MockMvc http;

  String database() {
    return "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
  }

  @BeforeEach
  void first() throws IOException {
    Files.writeString(rules.resolve("some.drl"), RULES);
    url = database();
    start();
  }

  @AfterEach
  void stop() {
    run.close();
  }

  @Test
  void live_and_replay_find_the_same() throws Exception {
    double level = 20;
    for (int second = 0; second < SECONDS; second++) {
      if (random.nextInt(25) == 0) {
        level = List.of(20.0, 70.0, 300.0, 2000.0).get(random.nextInt(4));
      }
      if (List.of(40, 60, 80).contains(second % 97)) {
        // a second before the next sample, which the watch would let wait otherwise
        tell(second % 97 < 80);
        clock.advance(Duration.ofSeconds(1));
      }
      double latency = level * (0.8 + 0.4 * random.nextDouble());
      judged(() -> measure(latency));
      clock.advance(Duration.ofSeconds(1));
    }
    judged(() -> measure(10));
    fallSilent();

    List<String> live = live();
    assertThat(live).hasSizeGreaterThan(8);
    for (String name : List.of("slow", "unusual", "silent", "alert")) {
      assertThat(live).as(name).anyMatch(finding -> finding.startsWith("orders/" + name));
    }
    assertThat(run.getBean(JdbcTemplate.class).queryForObject("select count(*) from alert_claim", Integer.class))
        .as("renewals are not written").isLessThan(2 * (SECONDS / 97 + 1) + 1);

    run.close();
    start();
    assertThat(replayed()).containsExactlyInAnyOrderElementsOf(live);
  }

  /** No sample comes for so long that its absence is found. */
  private void fallSilent() {
    for (int leap = 0; leap < 7; leap++) {
      judged(() -> clock.advance(Duration.ofSeconds(10)));
    }
    for (int second = 0; second < 30; second++) {
      judged(() -> clock.advance(Duration.ofSeconds(1)));
    }
  }

  private List<String> live() {
    await().until(() -> run.getBean(JdbcTemplate.class)
        .queryForObject("select count(*) from incident_finding where name = 'silent' and cleared_at is null",
            Integer.class)
        == 1);
    return run.getBean(JdbcTemplate.class).query(
        "select finding_key, severity, opened_at, cleared_at from incident_finding",
        (row, number) -> told(row.getString(1), row.getString(2), row.getLong(3), row.getLong(4)));
  }

  private List<String> replayed() throws Exception {
    TimeRange range = new TimeRange(START.minus(Duration.ofHours(1)), clock.instant().plusMillis(1));
    try (RuleSet set = RuleSet.of(RuleFiles.in(rules))) {
      return run.getBean(Replay.class).findings(range, List.of(set), 2, new ReplayProgress()).getFirst().stream()
          .map(each -> told(each.key(), each.severity().name(), each.openedAt().toEpochMilli(),
              each.clearedAt() == null ? 0 : each.clearedAt().toEpochMilli()))
          .toList();
    }
  }

  private static String told(String key, String severity, long opened, long cleared) {
    return key + " " + severity + " +" + (opened - START.toEpochMilli()) / 1000.0 + " s to "
        + (cleared == 0 ? "now" : "+" + (cleared - START.toEpochMilli()) / 1000.0 + " s");
  }

  private void measure(double latency) {
    Sample sample = new Sample(ORDERS, "latency", latency, clock.millis());
    assertThat(run.getBean(IndicatorBoard.class).take(List.of(sample))).containsOnlyNulls();
  }

  /** As Prometheus does it, which renews what it claims and says when it is over. */
  private void tell(boolean firing) {
    String alert =
        """
        [{"labels": {"alertname": "HighLoad", "service": "orders", "severity": "critical"}, "annotations": {"now": "%s"},
          "startsAt": "%s", "endsAt": "%s"}]
        """.formatted(clock.instant(), START, firing ? clock.instant().plusSeconds(70) : clock.instant());
    try {
      http.perform(post("/api/v2/alerts").contentType("application/json").content(alert)).andExpect(status().isOk());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    await().pollInterval(Duration.ofMillis(5)).atMost(Duration.ofSeconds(30)).until(
        () -> run.getBean(JdbcTemplate.class).queryForObject("select count(*) from alert_inbox", Integer.class) == 0);
  }

  /** Does that and waits until the service has been judged on account of it. */
  private void judged(Runnable work) {
    long before = judgments();
    work.run();
    await().pollInterval(Duration.ofMillis(1)).atMost(Duration.ofSeconds(30)).until(() -> judgments() > before);
  }

  private long judgments() {
    return run.getBean(MeterRegistry.class).timer("faultdesk.detection.step").count();
  }

  private void start() {
    run =
        new SpringApplicationBuilder(RestartTest.Parts.class)
            .web(WebApplicationType.NONE)
            .initializers(starting -> starting.getBeanFactory().registerSingleton("clock", clock))
            .run(
                "--spring.datasource.url=" + url,
                "--spring.datasource.username=" + (url.contains("mysql") ? "root" : "sa"),
                "--spring.main.banner-mode=off",
                "--FAULTDESK_CONFIG=" + rules.resolve("none.yaml"),
                "--faultdesk.rules.dir=" + rules,
                "--faultdesk.incident.quiet.flapping.enabled=false",
                "--logging.level.io.faultdesk=warn");
    http =
        MockMvcBuilders.standaloneSetup(run.getBean("alertmanagerApi"))
            .addFilters(run.getBean("intakeFilter", FilterRegistrationBean.class).getFilter())
            .build();
  }
}
