package io.faultdesk.workflow;

import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.springframework.boot.autoconfigure.security.SecurityProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the engine's filters behind Spring Security's, which finds out who calls, and before Camunda's own. */
@Configuration(proxyBeanMethods = false)
class EngineAccessWiring {

  private static final int AFTER_SIGN_IN = SecurityProperties.DEFAULT_FILTER_ORDER + 10;

  @Bean
  FilterRegistrationBean<EngineAccess> engineAccess(IdentityService identity) {
    FilterRegistrationBean<EngineAccess> registration = new FilterRegistrationBean<>(new EngineAccess(identity));
    registration.setOrder(AFTER_SIGN_IN);
    return registration;
  }

  @Bean
  FilterRegistrationBean<EngineAccessSession> engineAccessSession(ProcessEngine engine) {
    FilterRegistrationBean<EngineAccessSession> registration =
        new FilterRegistrationBean<>(new EngineAccessSession(engine));
    registration.setOrder(AFTER_SIGN_IN);
    registration.addUrlPatterns("/camunda/*");
    return registration;
  }
}
