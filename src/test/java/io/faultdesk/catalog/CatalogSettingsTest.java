package io.faultdesk.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.mock.env.MockEnvironment;

/** What the catalog assumes where nothing is said. */
class CatalogSettingsTest {

  @Test
  void windows_are_a_minute_five_minutes_and_an_hour_unless_said_otherwise() {
    var settings = Binder.get(new MockEnvironment()).bindOrCreate("faultdesk.catalog", CatalogSettings.class);

    assertThat(settings.windows()).containsExactly(Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofHours(1));
  }
}
