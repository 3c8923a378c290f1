package io.faultdesk.acceptance;

import io.faultdesk.testing.MysqlServer;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Every path of an incident on a genuine MySQL server. */
class JourneysOnMysqlIT extends Journeys {

  @DynamicPropertySource
  static void database(DynamicPropertyRegistry registry) {
    registry.add("spring.datasource.url", MysqlServer::newDatabase);
    registry.add("spring.datasource.username", () -> "root");
    registry.add("spring.datasource.password", () -> "");
  }
}
