package io.faultdesk.incident;

import io.faultdesk.testing.MysqlServer;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@IncidentTest
class IncidentRacesOnMysqlTest extends IncidentRaces {

  @DynamicPropertySource
  static void database(DynamicPropertyRegistry properties) {
    String url = MysqlServer.newMigratedDatabase();
    properties.add("spring.datasource.url", () -> url);
    properties.add("spring.datasource.username", () -> MysqlServer.USER);
  }
}
