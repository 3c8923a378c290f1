package io.faultdesk;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/** The arrows between the modules, as each module's {@code package-info} declares them. */
class ModularityTests {

  @Test
  void modules_only_use_what_they_declare() {
    ApplicationModules.of(Faultdesk.class).verify();
  }
}
