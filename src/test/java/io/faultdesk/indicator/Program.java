package io.faultdesk.indicator;

import static io.faultdesk.indicator.Windows.T;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
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
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.event.EventListener;

/** One run of the two modules that know indicators, on a database that outlives it and a clock that tests move. */
final class Program {

  private final Moving clock;
  private final ConfigurableApplicationContext context;
  private final List<Program> runs;

  private Program(Moving clock, ConfigurableApplicationContext context, List<Program> runs) {
    this.clock = clock;
    this.context = context;
    this.runs = runs;
    runs.add(this);
  }

  /** Starts at {@link Windows#T}; nothing is stored unless {@link #store} is called. */
  static Program on(String url, String... settings) {
    return start(new Moving(), new ArrayList<>(), url, settings);
  }

  /** Starts on the same clock, whether the former run was stopped or merely left behind. */
  Program next(String url, String... settings) {
    return start(clock, runs, url, settings);
  }

  void pass(Duration time) {
    clock.millis += time.toMillis();
  }

  long now() {
    return clock.millis;
  }

  void store() {
    keeper().store();
  }

  WindowKeeper keeper() {
    return context.getBean(WindowKeeper.class);
  }

  IndicatorBoard board() {
    return context.getBean(IndicatorBoard.class);
  }

  <T> T part(Class<T> type) {
    return context.getBean(type);
  }

  List<Indicator> snapshot() {
    return board().snapshot(Windows.ORDERS, clock.instant());
  }

  void stop() {
    context.close();
  }

  /** Stops this run and all that were left behind. */
  void stopAll() {
    runs.forEach(Program::stop);
  }

  private static Program start(Moving clock, List<Program> runs, String url, String... settings) {
    List<String> all = new ArrayList<>(List.of(settings));
    all.add("spring.datasource.url=" + url);
    all.add("spring.datasource.username=" + (url.contains("mysql") ? "root" : "sa"));
    all.add("spring.datasource.hikari.maximum-pool-size=2");
    all.add("faultdesk.indicator.store-every=10h");
    all.add("logging.level.root=warn");
    all.add("spring.config.location=optional:classpath:/none/");
    return new Program(
        clock,
        new SpringApplicationBuilder(Parts.class)
            .web(WebApplicationType.NONE)
            .bannerMode(Banner.Mode.OFF)
            .initializers(starting -> starting.getBeanFactory().registerSingleton("clock", clock))
            .properties(all.toArray(String[]::new))
            .run(),
        runs);
  }

  /** What a run is made of. */
  @ComponentScan({"io.faultdesk.indicator", "io.faultdesk.catalog"})
  @ConfigurationPropertiesScan({"io.faultdesk.indicator", "io.faultdesk.catalog"})
  @ImportAutoConfiguration({
    DataSourceAutoConfiguration.class,
    DataSourceTransactionManagerAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    FlywayAutoConfiguration.class
  })
  static class Parts {

    @Bean
    Heard heard() {
      return new Heard();
    }
  }

  /** The events that were published. */
  static class Heard {

    final List<IndicatorsChanged> events = new ArrayList<>();

    @EventListener
    void on(IndicatorsChanged changed) {
      events.add(changed);
    }
  }

  /** A clock that stands still until it is moved. */
  private static final class Moving extends Clock {

    private long millis = T;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(millis);
    }
  }
}
