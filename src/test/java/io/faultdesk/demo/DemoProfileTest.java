package io.faultdesk.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.core.env.Environment;

/** What the demo's well-known password must never get into. */
class DemoProfileTest {

  @Test
  void the_demo_and_the_server_share_no_data() {
    Environment demo = settings("demo");
    Environment server = settings("default");
    for (String place : new String[]{"faultdesk.data.dir", "spring.datasource.url"}) {
      assertThat(demo.getProperty(place)).isNotNull().isNotEqualTo(server.getProperty(place));
    }
    assertThat(demo.getProperty("faultdesk.staff.lend-password")).isEqualTo("true");
    assertThat(server.getProperty("faultdesk.staff.initial-password")).isNull();
  }

  private static Environment settings(String profile) {
    try (var context =
        new SpringApplicationBuilder(Nothing.class).web(WebApplicationType.NONE).profiles(profile).run()) {
      return context.getEnvironment();
    }
  }

  /** Reads the settings and starts nothing. */
  static class Nothing {}
}
