package io.faultdesk.demo;

import io.faultdesk.catalog.Catalog;
import java.io.PrintStream;
import java.nio.file.Path;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Tells the visitor of the demo on the terminal where to click, who to sign in as, and what is happening. */
@Component
@Profile("demo")
class Story {

  private final PrintStream out = System.out;
  private final DemoSettings settings;
  private final Catalog catalog;
  private final Environment environment;

  Story(DemoSettings settings, Catalog catalog, Environment environment) {
    this.settings = settings;
    this.catalog = catalog;
    this.environment = environment;
  }

  void welcome(int port) {
    String base = "http://127.0.0.1:" + port;
    out.printf("""

      ┌─ Faultdesk is running with a simulated CRM of %d services ────────────────────
      │  Tasks       %s/camunda/app/tasklist/default/
      │  Processes   %s/camunda/app/cockpit/default/ (as admin)
      │  API         %s/swagger-ui.html
      │
      │  Sign in as  li.na (platform)      chen.jie (database)     zhao.min (data quality)
      │              tom.becker (business) zhang.wei (security)    admin (everything)
      │  Password    %s   (admin: see the line above or %s)
      │
      │  In %d seconds something breaks.
      └────────────────────────────────────────────────────────────────────────────────

      """, catalog.services().size(), base, base, base, settings.password(),
        Path.of(environment.getRequiredProperty("faultdesk.data.dir"), "admin-password").normalize(),
        settings.firstBreakdown().toSeconds());
  }

  void broke(Breakdown breakdown) {
    out.printf("▼ %s%n  In a few seconds an incident appears; its first task goes to team %s.%n%n", breakdown.story(),
        breakdown.team());
  }

  void brews() {
    out.printf("△ Something is brewing. Within two minutes a task may ask to prevent it (GET /api/v1/forecasts).%n%n");
  }

  void healed() {
    out.printf("▲ The platform is well again. Open incidents can be recovered now.%n%n");
  }
}
