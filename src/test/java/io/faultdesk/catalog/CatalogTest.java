package io.faultdesk.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.springframework.boot.context.properties.bind.BindException;
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

  @Test
  void a_limit_is_a_number_on_the_one_side_that_is_bad_of_a_gauge(@TempDir Path folder) throws IOException {
    Catalog catalog = declaring(folder, "{name: disk, limit: 95}, {name: space, bad: low, limit: 0.5}, {name: cpu}");
    assertThat(catalog.indicator("disk").limit()).isEqualTo(95);
    assertThat(catalog.indicator("space").limit()).isEqualTo(0.5);
    assertThat(catalog.indicator("cpu").limit()).isNull();
    assertThat(catalog.indicator("undeclared").limit()).isNull();
    refused(folder, "{name: disk, limit: .nan}", "the limit of disk is no finite number");
    refused(folder, "{name: disk, limit: .inf}", "the limit of disk is no finite number");
    refused(folder, "{name: disk, limit: 9, bad: both}", "the limit of disk needs bad: high");
    refused(folder, "{name: sent, limit: 9, kind: counter}", "the limit of sent needs a gauge");
    assertThatThrownBy(() -> declaring(folder, "{name: disk, limit: full}")).isInstanceOf(BindException.class);
  }

  private static void refused(Path folder, String indicators, String reason) {
    assertThatThrownBy(() -> declaring(folder, indicators)).rootCause()
        .hasMessageStartingWith("faultdesk.catalog.indicators: " + reason);
  }

  private static Catalog declaring(Path folder, String indicators) throws IOException {
    String yaml = "faultdesk: {catalog: {indicators: [" + indicators + "]}}";
    return Catalog.of(Files.writeString(folder.resolve("faultdesk.yaml"), yaml));
  }

  private static CatalogSettings.Service service(String name, String... calls) {
    return new CatalogSettings.Service(name, null, Level.MEDIUM, Set.of(calls), "platform");
  }
}
