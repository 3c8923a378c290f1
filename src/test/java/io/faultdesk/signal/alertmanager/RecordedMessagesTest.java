package io.faultdesk.signal.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.Severity;
import io.faultdesk.signal.Alert;
import io.faultdesk.signal.AlertFormat;
import io.faultdesk.signal.AlertReading;
import io.faultdesk.signal.AlertReading.Group;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads every message recorded from real senders. */
class RecordedMessagesTest {

  private static final Instant NOW = Instant.parse("2026-11-20T18:20:00Z");

  @ParameterizedTest
  @CsvFileSource(resources = "/readings/alertmanager.csv", numLinesToSkip = 1)
  void each_alert_is_read_as_its_sender_meant_it(
      String file,
      int index,
      String identity,
      String service,
      Severity severity,
      boolean firing,
      Instant startsAt,
      Instant endsAt)
      throws IOException {
    Alert alert = read(file).alerts().get(index).alert();

    assertThat(alert.identity()).isEqualTo(identity);
    assertThat(alert.service()).isEqualTo(ServiceName.of(service));
    assertThat(alert.severity()).isEqualTo(severity);
    assertThat(alert.firing()).isEqualTo(firing);
    assertThat(alert.startsAt()).isEqualTo(startsAt);
    assertThat(alert.endsAt()).isEqualTo(endsAt);
    assertThat(alert.name()).isEqualTo(alert.labels().get("alertname"));
  }

  @ParameterizedTest
  @CsvSource({
    "alertmanager/01-firing-single.json,1",
    "alertmanager/03-firing-grouped-4.json,4",
    "alertmanager/04-mixed-firing-and-resolved.json,4",
    "alertmanager/05-resolved-group.json,3",
    "prometheus-direct/01-firing-batch.json,4",
    "prometheus-direct/02-resolved.json,4"
  })
  void nothing_is_left_out_and_nothing_is_refused(String file, int count) throws IOException {
    AlertReading reading = read(file);

    assertThat(reading.alerts()).hasSize(count);
    assertThat(reading.faults()).isEmpty();
  }

  @Test
  void chinese_and_emoji_arrive_whole() throws IOException {
    Alert alert = read("alertmanager/06-unicode-chinese-labels.json").alerts().getFirst().alert();

    assertThat(alert.labels()).containsAllEntriesOf(Map.of("region", "华东-上海", "team", "数据平台"));
    assertThat(alert.annotations().get("description"))
        .isEqualTo("严重程度：警告。请联系数据平台值班人员。😀 <script>alert(1)</script> \"quoted\" \\back\\ 换行\n第二行");
  }

  @Test
  void the_senders_fingerprint_and_group_are_kept() throws IOException {
    AlertReading reading = read("alertmanager/05-resolved-group.json");

    assertThat(reading.group()).isEqualTo(new Group("{}:{alertname=\"CrmHighResponseTime\"}", null));
  }

  @Test
  void one_alert_by_two_routes_is_one_alert() throws IOException {
    assertThat(read("prometheus-direct/01-firing-batch.json").alerts().get(2).alert().identity())
        .isEqualTo(read("alertmanager/01-firing-single.json").alerts().getFirst().alert().identity());
  }

  private static AlertReading read(String file) throws IOException {
    AlertFormat format = file.startsWith("prometheus") ? new PostedAlerts() : new Webhook(Duration.ofHours(5));
    try (InputStream body =
        Objects.requireNonNull(RecordedMessagesTest.class.getResourceAsStream("/payloads/" + file))) {
      return format.read(body, NOW);
    }
  }
}
