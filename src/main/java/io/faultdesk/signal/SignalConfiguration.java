package io.faultdesk.signal;

import io.faultdesk.shared.IntakeRoutes;
import java.util.List;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Names every route that takes signals or reports and puts the intake filter in front of them, behind sign-in. */
@Configuration(proxyBeanMethods = false)
class SignalConfiguration {

  @Bean
  IntakeRoutes intakeRoutes() {
    return new IntakeRoutes(
        List.of("/api/v1/samples", "/api/v1/write", "/api/v1/incidents", "/api/v2/alerts", "/api/v1/intake/*",
            "/v2/enqueue", "/v2/change/enqueue"));
  }

  @Bean
  FilterRegistrationBean<IntakeFilter> intakeFilter(
      IntakeRoutes routes, DeadLetters deadLetters, SenderLimits limits, SignalSettings settings) {
    FilterRegistrationBean<IntakeFilter> filter =
        new FilterRegistrationBean<>(new IntakeFilter(deadLetters, limits, settings));
    filter.setUrlPatterns(routes.patterns());
    return filter;
  }
}
