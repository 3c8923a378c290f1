package io.faultdesk.signal;

import java.util.List;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the intake filter in front of every route that takes signals, behind sign-in. */
@Configuration(proxyBeanMethods = false)
class SignalConfiguration {

  @Bean
  FilterRegistrationBean<IntakeFilter> intakeFilter(DeadLetters deadLetters, SignalSettings settings) {
    FilterRegistrationBean<IntakeFilter> filter =
        new FilterRegistrationBean<>(new IntakeFilter(deadLetters, settings));
    filter.setUrlPatterns(
        List.of("/api/v1/samples", "/api/v1/incidents", "/api/v2/alerts", "/api/v1/intake/*"));
    return filter;
  }
}
