package io.faultdesk;

import org.springframework.boot.autoconfigure.orm.jpa.EntityManagerFactoryBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/** Lets Hibernate read the entities while the engine reads its own mappings, which takes seconds each. */
@Configuration(proxyBeanMethods = false)
class DatabaseStart {

  @Bean
  EntityManagerFactoryBuilderCustomizer entitiesBesideTheRest() {
    return builder -> builder.setBootstrapExecutor(new SimpleAsyncTaskExecutor("entities-"));
  }
}
