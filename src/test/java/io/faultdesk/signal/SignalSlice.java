package io.faultdesk.signal;

import java.time.Instant;
import io.faultdesk.testing.HandClock;
import io.faultdesk.catalog.Catalog;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.http.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcClientAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.autoconfigure.validation.ValidationAutoConfiguration;
import org.springframework.boot.autoconfigure.web.embedded.EmbeddedWebServerFactoryCustomizerAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.event.EventListener;

/** This module alone with a database and a web server; what lies behind its ports is recorded. */
@ImportAutoConfiguration({
  ConfigurationPropertiesAutoConfiguration.class,
  DataSourceAutoConfiguration.class,
  DataSourceTransactionManagerAutoConfiguration.class,
  DispatcherServletAutoConfiguration.class,
  EmbeddedWebServerFactoryCustomizerAutoConfiguration.class,
  FlywayAutoConfiguration.class,
  HttpMessageConvertersAutoConfiguration.class,
  JacksonAutoConfiguration.class,
  JdbcClientAutoConfiguration.class,
  JdbcTemplateAutoConfiguration.class,
  ServletWebServerFactoryAutoConfiguration.class,
  ValidationAutoConfiguration.class,
  WebMvcAutoConfiguration.class
})
@ComponentScan(basePackageClasses = {SignalIntake.class, Catalog.class})
@ConfigurationPropertiesScan(basePackageClasses = {SignalIntake.class, Catalog.class})
class SignalSlice {

  static final Instant START = Instant.parse("2026-11-20T18:20:00Z");

  @Bean
  HandClock clock() {
    return new HandClock(START);
  }

  @Bean
  SimpleMeterRegistry meters() {
    return new SimpleMeterRegistry();
  }

  @Bean
  Windows windows() {
    return new Windows();
  }

  @Bean
  Announced announced() {
    return new Announced();
  }

  /** Takes samples, refuses those before 1970-01-02 and can be closed. */
  static class Windows implements SampleSink {

    final List<Sample> taken = new CopyOnWriteArrayList<>();
    final List<SeriesEnd> ended = new CopyOnWriteArrayList<>();
    volatile boolean closed;

    @Override
    public List<@Nullable String> take(List<Sample> samples) {
      if (closed) {
        throw new IntakeBusy("the windows are closed");
      }
      List<@Nullable String> reasons = new ArrayList<>();
      samples.forEach(sample -> reasons.add(sample.time() < 86_400_000 ? "too old" : null));
      taken.addAll(samples.stream().filter(sample -> sample.time() >= 86_400_000).toList());
      return reasons;
    }

    @Override
    public void end(List<SeriesEnd> ends) {
      ended.addAll(ends);
    }
  }

  /** Remembers what was announced. */
  static class Announced {

    final List<AlertsReceived> events = new CopyOnWriteArrayList<>();

    @EventListener
    void on(AlertsReceived received) {
      events.add(received);
    }
  }
}
