package io.faultdesk.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultdesk.bench.Figures;
import io.faultdesk.indicator.IndicatorBoard;
import io.faultdesk.prediction.ModelStore.InForce;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.signal.Sample;
import io.faultdesk.testing.HandClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;

/**
 * How long it takes to score ten thousand services of eight indicators each, with a sample every ten seconds, by a model of all
 * features there are: once between two rows, and once at the full minute, when each also takes its row.
 */
class ScoringBench {

  private static final int SERVICES = Integer.getInteger("bench.services", 10_000);
  private static final int INDICATORS = 8;
  private static final int MINUTES = 20;
  private static final Duration EVERY = Duration.ofSeconds(10);
  private static final Instant START = Instant.parse("2026-03-02T12:00:00Z");

  private final HandClock clock = new HandClock(START);

  @Test
  void ten_thousand_services() throws Exception {
    try (ConfigurableApplicationContext context = indicators()) {
      IndicatorBoard board = context.getBean(IndicatorBoard.class);
      InForce model = new InForce("bench", "bench", Forecasts.ofAllFeatures(), START, null, null);
      Usual usual = usual();
      List<Outlook> outlooks = new ArrayList<>();
      List<Double> between = new ArrayList<>();
      List<Double> full = new ArrayList<>();
      for (int minute = 0; minute < MINUTES; minute++) {
        fill(board, minute);
        clock.advance(Duration.ofMinutes(1));
        if (minute == 0) {
          IntStream.range(0, SERVICES).mapToObj(i -> new Outlook(service(i), model, usual, clock.instant()))
              .forEach(outlooks::add);
        }
        score(outlooks, board, clock.instant());
        between.add(score(outlooks, board, clock.instant().plusSeconds(1)));
        full.add(score(outlooks, board, clock.instant().plusSeconds(6)));
      }
      Figures figures = new Figures("scoring", "services", "when", "median ms", "slowest ms");
      figures.row(SERVICES, "between two rows", median(between), worst(between));
      figures.row(SERVICES, "with a row", median(full), worst(full));
      figures.publish();
      assertThat(outlooks).hasSize(SERVICES);
    }
  }

  /** As the server does it; milliseconds. */
  private static double score(List<Outlook> outlooks, IndicatorBoard board, Instant now) {
    long begun = System.nanoTime();
    double sum = outlooks.parallelStream().mapToDouble(outlook -> outlook.score(now, board, List.of())).sum();
    assertThat(sum).isPositive();
    return (System.nanoTime() - begun) / 1e6;
  }

  private void fill(IndicatorBoard board, int minute) {
    Random random = new Random(minute);
    for (Duration at = Duration.ZERO; at.compareTo(Duration.ofMinutes(1)) < 0; at = at.plus(EVERY)) {
      long time = clock.instant().plus(at).toEpochMilli();
      for (int service = 0; service < SERVICES; service++) {
        List<Sample> samples = new ArrayList<>(INDICATORS);
        for (int indicator = 0; indicator < INDICATORS; indicator++) {
          samples.add(new Sample(service(service), "indicator-" + indicator, random.nextGaussian(), time));
        }
        assertThat(board.take(samples)).containsOnlyNulls();
      }
    }
  }

  private static ServiceName service(int number) {
    return ServiceName.of("service-" + number);
  }

  private static Usual usual() {
    Random random = new Random(1);
    SortedMap<Instant, Map<String, Double>> rows = new TreeMap<>();
    IntStream.range(1, 60).forEach(minute -> {
      Map<String, Double> row = new TreeMap<>();
      IntStream.range(0, INDICATORS).forEach(i -> row.put("indicator-" + i, random.nextGaussian()));
      rows.put(START.minusSeconds(60L * minute), row);
    });
    return Usual.of(rows, List.of(), 30, START).orElseThrow();
  }

  private ConfigurableApplicationContext indicators() {
    return new SpringApplicationBuilder(Parts.class).web(WebApplicationType.NONE).bannerMode(Banner.Mode.OFF)
        .initializers(starting -> starting.getBeanFactory().registerSingleton("clock", clock))
        .properties("spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID(), "faultdesk.indicator.store-every=10h",
            "faultdesk.indicator.max-series=" + SERVICES * INDICATORS, "logging.level.root=warn",
            "spring.config.location=optional:classpath:/none/")
        .run();
  }

  private static double median(List<Double> times) {
    return times.stream().sorted().skip(times.size() / 2).findFirst().orElseThrow();
  }

  private static double worst(List<Double> times) {
    // the first rounds are slow until the JVM has compiled them, as after a start
    return times.stream().skip(5).mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  /** Indicators and nothing else. */
  @ComponentScan({"io.faultdesk.indicator", "io.faultdesk.catalog"})
  @ConfigurationPropertiesScan({"io.faultdesk.indicator", "io.faultdesk.catalog"})
  @ImportAutoConfiguration({
    DataSourceAutoConfiguration.class,
    DataSourceTransactionManagerAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    FlywayAutoConfiguration.class
  })
  static class Parts {}
}
