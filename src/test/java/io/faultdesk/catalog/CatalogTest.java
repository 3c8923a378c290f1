package io.faultdesk.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultdesk.shared.Level;
import io.faultdesk.shared.ServiceName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class CatalogTest {

  @Test
  void a_call_to_a_service_that_nobody_declares_is_named_at_start(CapturedOutput output) {
    Catalog catalog = new Catalog(
        new CatalogSettings(
            List.of(service("crm-order", "crm-db", "crm-bd"), service("crm-db")), List.of(), List.of()));
    assertThat(catalog.services()).hasSize(2);
    assertThat(output.getOut()).contains("crm-order calls crm-bd, which nobody declares");
  }

  @Test
  void what_a_file_declares_is_known_without_the_server(@TempDir Path folder) throws IOException {
    Catalog shipped = Catalog.of(Path.of("faultdesk.yaml"));
    assertThat(shipped.knows(ServiceName.of("crm-order"))).isTrue();
    assertThat(shipped.indicators()).extracting(IndicatorInfo::name).contains("response-time");
    assertThat(shipped.indicator("response-time").unit()).isEqualTo("ms");

    Catalog silent = Catalog.of(Files.writeString(folder.resolve("silent.yaml"), "server: {port: 8080}"));
    assertThat(silent.services()).isEmpty();
    assertThat(silent.indicators()).isEmpty();
  }

  private static CatalogSettings.Service service(String name, String... calls) {
    return new CatalogSettings.Service(name, null, Level.MEDIUM, Set.of(calls), "platform");
  }
}
