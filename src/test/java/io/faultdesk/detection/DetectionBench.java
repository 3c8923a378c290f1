package io.faultdesk.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultdesk.prediction.Foresight;
import io.faultdesk.bench.BareRules;
import io.faultdesk.bench.Figures;
import io.faultdesk.bench.Race;
import io.faultdesk.catalog.Family;
import io.faultdesk.catalog.IndicatorInfo;
import io.faultdesk.catalog.ServiceInfo;
import io.faultdesk.indicator.Indicator;
import io.faultdesk.indicator.IndicatorWindows;
import io.faultdesk.rules.Facts;
import io.faultdesk.rules.RuleBook;
import io.faultdesk.rules.RuleTrial;
import io.faultdesk.rules.Verdict;
import io.faultdesk.shared.Level;
import io.faultdesk.shared.ServiceName;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcClientAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;

/**
 * How fast a service is judged. One evaluation is the snapshot of one service, 20 indicators of 600 samples in three windows,
 * against 50 rules. The anchor is a bare Drools session that is kept and gets the same facts, built beforehand, under the
 * same 50 rules.
 */
class DetectionBench {

  private static final Path RULES = Path.of("src/test/resources/bench/fifty-rules");
  private static final List<Duration> WINDOWS =
      List.of(Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofHours(1));
  private static final Instant START = Instant.parse("2026-01-05T09:00:00Z");
  private static final int SAMPLES = 600;
  private static final int SERVICES = 10;

  /** Twenty indicators and what they are like on a good day. */
  private static final Map<String, Double> NORMAL = Map.ofEntries(
      Map.entry("response-time", 120.0),
      Map.entry("error-rate", 0.01),
      Map.entry("throughput", 300.0),
      Map.entry("cpu", 50.0),
      Map.entry("memory", 60.0),
      Map.entry("queue-length", 40.0),
      Map.entry("db-connections-used", 45.0),
      Map.entry("slow-queries", 5.0),
      Map.entry("duplicate-customers", 4.0),
      Map.entry("missing-fields", 0.01),
      Map.entry("sync-delay", 30.0),
      Map.entry("order-backlog", 90.0),
      Map.entry("order-cycle-time", 45.0),
      Map.entry("payment-declines", 0.03),
      Map.entry("cart-abandonment", 0.6),
      Map.entry("active-users", 800.0),
      Map.entry("complaints", 5.0),
      Map.entry("login-failures", 6.0),
      Map.entry("password-resets", 4.0),
      Map.entry("permission-denied", 8.0));

  private final Random random = new Random(7);

  @Test
  void an_evaluation_against_a_bare_session() throws Exception {
    try (var context = rules(); BareRules bare = BareRules.of(RULES, false);
        BareRules jit = BareRules.of(RULES, true)) {
      RuleBook book = context.getBean(RuleBook.class);
      Detection detection = new Detection(book::judge, book::recoverable);
      Instant now = START.plusSeconds(SAMPLES);
      List<Watched> platform = platform(now);
      List<Facts> facts = platform.stream().map(service -> service.facts(now)).toList();
      facts.forEach(each -> sameRulesFire(book, bare, each));

      int[] next = new int[6];
      var speeds = Race.ofThought(Duration.ofSeconds(2), 4, 9)
          .enter("bare session, facts built beforehand (anchor)",
              () -> bare.ask(given(facts.get(next[0]++ % SERVICES))))
          .enter("RuleBook.judge, facts built beforehand", () -> book.judge(facts.get(next[1]++ % SERVICES)))
          .enter("Detection.step, facts built beforehand", () -> {
            int i = next[2]++ % SERVICES;
            platform.get(i).step(detection, facts.get(i).indicators(), now);
          })
          .enter("snapshot and Detection.step", () -> {
            Watched service = platform.get(next[3]++ % SERVICES);
            service.step(detection, service.snapshot(now), now);
          })
          .enter("the snapshot alone", () -> platform.get(next[5]++ % SERVICES).snapshot(now))
          .enter("bare session with Drools' constraint JIT", () -> jit.ask(given(facts.get(next[4]++ % SERVICES))))
          .run();

      Figures figures =
          new Figures("detection", "one thread", "evaluations per CPU second", "slowest", "fastest", "ratio to anchor");
      speeds.forEach(
          (name, speed) -> figures.row(name, speed.perSecond(), speed.slowest(), speed.fastest(), speed.toAnchor()));
      figures.note(
          "One evaluation: 20 indicators of %d samples in 3 windows, 50 rules; one service in %d has two faults.",
          SAMPLES, SERVICES);
      figures.note(
          "The JIT of the last row is off in ours: it takes NaN for less than any number, so its answers cannot be used.");
      figures.publish();
    }
  }

  @Test
  void samples_with_windows_and_one_evaluation_per_service_and_second() throws Exception {
    try (var context = rules()) {
      RuleBook book = context.getBean(RuleBook.class);
      Detection detection = new Detection(book::judge, book::recoverable);
      Figures figures =
          new Figures("detection-samples", "samples per indicator and second", "samples per CPU second",
              "services kept up with on one core");
      for (int perSecond : new int[]{1, 5, 20}) {
        List<Watched> platform = platform(START.plusSeconds(SAMPLES));
        long[] second = {SAMPLES};
        var speeds = Race.ofThought(Duration.ofSeconds(3), 2, 5).enter("second", () -> {
          second[0]++;
          Instant now = START.plusSeconds(second[0]);
          for (Watched service : platform) {
            service.sample(now, perSecond);
            service.step(detection, service.snapshot(now), now);
          }
        }).run();
        double seconds = speeds.get("second").perSecond();
        figures.row(perSecond, seconds * SERVICES * NORMAL.size() * perSecond, seconds * SERVICES);
      }
      figures.note(
          "Each service has 20 indicators and is judged by 50 rules once for every second of samples; one thread does it all.");
      figures.publish();
    }
  }

  private static void sameRulesFire(RuleBook book, BareRules bare, Facts facts) {
    Verdict verdict = book.judge(facts);
    assertThat(new TreeSet<>(bare.ask(given(facts)))).isEqualTo(new TreeSet<>(verdict.fired())).isNotEmpty();
  }

  private static List<Object> given(Facts facts) {
    List<Object> given = new ArrayList<>(facts.indicators().size() + 1);
    given.add(facts.service());
    given.addAll(facts.indicators());
    return given;
  }

  private List<Watched> platform(Instant now) {
    List<Watched> services = new ArrayList<>();
    for (int i = 0; i < SERVICES; i++) {
      Watched service = new Watched("crm-" + i, i == 0);
      for (Instant time = START; time.isBefore(now); time = time.plusSeconds(1)) {
        service.sample(time, 1);
      }
      services.add(service);
    }
    return services;
  }

  /** One service, its windows and what detection remembers of it. */
  private final class Watched {

    private final ServiceInfo service;
    private final Map<String, IndicatorWindows> windows = new HashMap<>();
    private final boolean faulty;
    private ServiceState state = ServiceState.EMPTY;

    Watched(String name, boolean faulty) {
      this.faulty = faulty;
      service =
          new ServiceInfo(ServiceName.of(name), "platform", Level.HIGH, Set.of(), ServiceInfo.COMMON_FAMILY, true);
      NORMAL.keySet()
          .forEach(indicator -> windows.put(indicator, new IndicatorWindows(service.name(), info(indicator), 4096)));
    }

    /** So many samples of each indicator in the second that ends then. */
    void sample(Instant second, int perSecond) {
      windows.forEach((name, window) -> {
        double normal = NORMAL.get(name);
        double level = faulty && (name.equals("response-time") || name.equals("error-rate")) ? normal * 20 : normal;
        for (int i = perSecond - 1; i >= 0; i--) {
          window.add(second.toEpochMilli() - i * 1000L / perSecond, level * (0.9 + 0.2 * random.nextDouble()),
              second.toEpochMilli());
        }
      });
    }

    List<Indicator> snapshot(Instant now) {
      List<Indicator> indicators = new ArrayList<>(windows.size());
      windows.values().forEach(window -> indicators.add(window.at(now)));
      return indicators;
    }

    Facts facts(Instant now) {
      return new Facts(service, snapshot(now), List.of(), Foresight.NONE);
    }

    void step(Detection detection, List<Indicator> indicators, Instant now) {
      state = detection.step(service, state, List.of(), List.of(), indicators, Foresight.NONE, now).state();
    }
  }

  private static IndicatorInfo info(String name) {
    return new IndicatorInfo(
        name,
        "",
        Family.SYSTEM_PERFORMANCE,
        IndicatorInfo.Bad.HIGH,
        IndicatorInfo.Kind.GAUGE,
        IndicatorInfo.Missing.LEAVE,
        WINDOWS);
  }

  private static org.springframework.context.ConfigurableApplicationContext rules() {
    return new SpringApplicationBuilder(Rules.class).web(WebApplicationType.NONE)
        .properties(
            "faultdesk.rules.dir=" + RULES, "spring.main.banner-mode=off",
            "spring.datasource.url=jdbc:h2:mem:detection-bench")
        .run();
  }

  /** No more of the application than the rules and where their versions are kept. */
  @ConfigurationPropertiesScan("io.faultdesk.rules")
  @ComponentScan(
      basePackageClasses = RuleBook.class, useDefaultFilters = false,
      includeFilters = @Filter(type = FilterType.REGEX, pattern = ".*\\.Rule(Book|Versions)"))
  @ImportAutoConfiguration({
    DataSourceAutoConfiguration.class,
    DataSourceTransactionManagerAutoConfiguration.class,
    FlywayAutoConfiguration.class,
    JdbcClientAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class
  })
  static class Rules {

    @Bean
    RuleTrial trial() {
      return (rules, tests) -> List.of();
    }

    @Bean
    Clock clock() {
      return Clock.systemUTC();
    }

    @Bean
    MeterRegistry meters() {
      return new SimpleMeterRegistry();
    }
  }
}
