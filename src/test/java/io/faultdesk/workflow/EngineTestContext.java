package io.faultdesk.workflow;

import java.time.Clock;
import org.camunda.bpm.spring.boot.starter.rest.CamundaBpmRestJerseyAutoConfiguration;
import org.camunda.bpm.spring.boot.starter.webapp.CamundaBpmWebappAutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The engine with its directory and rights alone; without a stereotype, so that no other test finds it. */
@EnableAutoConfiguration(
    exclude = {CamundaBpmRestJerseyAutoConfiguration.class, CamundaBpmWebappAutoConfiguration.class})
@Import({
  EngineAccessPlugin.class,
  EngineAccessRights.class,
  EngineDirectory.class,
  EngineSetup.class,
  TasklistSetup.class
})
class EngineTestContext {

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }
}
