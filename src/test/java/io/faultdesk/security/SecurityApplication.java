package io.faultdesk.security;

import io.faultdesk.shared.IntakeRoutes;
import io.faultdesk.testing.HandClock;
import java.time.Instant;
import java.util.List;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;

/**
 * Sign-in and the engine's directory alone, with doors behind which nothing but an echo lives. It carries no stereotype,
 * so that tests of the whole application do not find it.
 */
@EnableAutoConfiguration
@Import(DoorsTest.Echo.class)
@ConfigurationPropertiesScan
@ComponentScan
@ComponentScan(
    basePackages = "io.faultdesk.workflow",
    useDefaultFilters = false,
    includeFilters = @ComponentScan.Filter(
        type = FilterType.REGEX,
        pattern = "io\\.faultdesk\\.workflow\\.(EngineAccess(Wiring|Plugin|Rights)|EngineDirectory|TasklistSetup)"))
class SecurityApplication {

  @Bean
  HandClock clock() {
    return new HandClock(Instant.now());
  }

  @Bean
  IntakeRoutes signals() {
    return new IntakeRoutes(List.of("/api/v1/samples"));
  }
}
