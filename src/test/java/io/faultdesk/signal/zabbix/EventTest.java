package io.faultdesk.signal.zabbix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faultdesk.shared.Severity;
import io.faultdesk.signal.AlertReading;
import io.faultdesk.signal.AlertReading.Item;
import io.faultdesk.signal.Remark;
import io.faultdesk.signal.Unreadable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads every event recorded from Zabbix 6.0.14. */
class EventTest {

  private static final Instant NOW = Instant.parse("2026-11-20T20:00:00Z");
  private static final String NAME = "CRM response time >2 on CRM 主机 z 告警 \"q\"";

  private final Event format = new Event(ZoneOffset.UTC, Duration.ZERO);

  @Test
  void a_problem_is_read_as_zabbix_meant_it() throws IOException {
    Item item = read("01-problem");

    assertThat(item.alert().service().value()).isEqualTo("CRM 主机 z");
    assertThat(item.alert().name()).isEqualTo(NAME);
    assertThat(item.alert().severity()).isEqualTo(Severity.MAJOR);
    assertThat(item.alert().firing()).isTrue();
    assertThat(item.alert().startsAt()).isEqualTo("2026-11-20T18:22:20Z");
    assertThat(item.alert().endsAt()).isNull();
    assertThat(item.alert().annotations())
        .containsOnly(Map.entry("summary", NAME), Map.entry("description", "响应时间过高"), Map.entry("data", "current 5"));
    assertThat(item.remark()).isNull();
  }

  @Test
  void tags_are_labels_and_unresolved_macros_are_nothing() throws IOException {
    assertThat(read("01-problem").alert().labels())
        .isEqualTo(
            Map.of("alertname", NAME, "component", "crm.rt", "service", "crm-api", "host", "CRM 主机 z", "severity",
                "High",
                "trigger", "23133"));
  }

  @Test
  void tags_of_one_name_are_one_label_and_too_many_are_refused() throws IOException {
    assertThat(read(tagged("{'tag':'a','value':'1'}, {'tag':'a','value':'2'}, {'tag':'a'}")).alert().labels())
        .containsEntry("a", "1, 2, ");
    assertThatThrownBy(() -> read(tagged("{'tag':'a'}" + ", {'tag':'a'}".repeat(1000))))
        .isInstanceOfSatisfying(Unreadable.class,
            refused -> assertThat(refused.reason()).isEqualTo("event_tags has more than 1000 entries"));
  }

  private static InputStream tagged(String tags) {
    return stream("{\"event_value\":\"1\",\"event_id\":\"27\",\"host_name\":\"h\",\"event_tags\":\"[%s]\"}"
        .formatted(tags.replace("'", "\\\"")));
  }

  @Test
  void an_update_is_the_same_alert_with_what_was_said_and_done() throws IOException {
    Item update = read("02-update-ack-message-severity");

    assertThat(update.alert().identity()).isEqualTo(read("01-problem").alert().identity());
    assertThat(update.alert().startsAt()).isEqualTo(read("01-problem").alert().startsAt());
    assertThat(update.alert().severity()).isEqualTo(Severity.CRITICAL);
    assertThat(update.remark())
        .isEqualTo(
            new Remark(
                "Zabbix Administrator (Admin) (Zabbix)",
                "acknowledged, commented and changed severity from High to Disaster: 正在处理 \"ack\"",
                true,
                false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | commented | false",
        "1 | acknowledged and commented | true",
        "1 | unacknowledged | false",
        "0 | commented and closed | false",
        "0 | acknowledged and closed | true",
      })
  void an_update_tells_the_state_besides_what_was_said(String value, String action, boolean acknowledges)
      throws IOException {
    String body = "{\"event_value\":\"" + value + "\",\"event_id\":\"27\",\"host_name\":\"h\","
        + "\"event_update_status\":\"1\",\"event_update_user\":\"li.na\",\"event_update_action\":\"" + action + "\"}";

    Item update = read(stream(body));
    assertThat(update.alert().firing()).isEqualTo(value.equals("1"));
    assertThat(update.remark()).isEqualTo(new Remark("li.na (Zabbix)", action, acknowledges, false));
  }

  @Test
  void a_recovery_ends_at_its_own_time() throws IOException {
    Item recovery = read("03-recovery");

    assertThat(recovery.alert().firing()).isFalse();
    assertThat(recovery.alert().startsAt()).isEqualTo("2026-11-20T18:22:35Z");
    assertThat(recovery.alert().endsAt()).isEqualTo("2026-11-20T18:22:38Z");
  }

  @Test
  void closing_by_hand_is_an_end_with_what_was_said() throws IOException {
    Item close = read("04-update-close");

    assertThat(close.alert().firing()).isFalse();
    assertThat(close.alert().startsAt()).isEqualTo("2026-11-21T09:19:59Z");
    assertThat(close.remark())
        .isEqualTo(
            new Remark(
                "Zabbix Administrator (Admin) (Zabbix)",
                "acknowledged, commented and closed: von Hand geschlossen",
                true,
                false));
  }

  @Test
  void that_zabbix_gives_a_problem_up_neither_begins_nor_ends_anything() throws IOException {
    assertThat(read("05-escalation-canceled").remark())
        .isEqualTo(new Remark("Zabbix", "NOTE: Escalation canceled: host \"crm-api-01\" disabled.", false, true));
  }

  @Test
  void times_are_of_the_zone_that_is_set() throws IOException {
    try (InputStream body = recorded("01-problem")) {
      Event shanghai = new Event(ZoneId.of("Asia/Shanghai"), Duration.ofDays(1));
      AlertReading reading = shanghai.read(body, NOW);
      assertThat(reading.alerts().getFirst().alert().startsAt()).isEqualTo("2026-11-20T10:22:20Z");
      assertThat(reading.alerts().getFirst().alert().endsAt()).isEqualTo(NOW.plus(Duration.ofDays(1)));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"event_id\":\"1\",\"host_name\":\"h\"} | event_value is missing",
        "{\"event_value\":\"2\",\"event_id\":\"1\",\"host_name\":\"h\"} | event_value must be 1 for a problem or 0 for its end, not 2",
        "{\"event_value\":\"1\",\"host_name\":\"h\",\"event_name\":\"n\"} | event_id is missing",
        "{\"event_value\":\"1\",\"event_id\":\"{EVENT.ID}\",\"host_name\":\"h\"} | event_id is missing",
        "{\"event_value\":\"1\",\"event_id\":\"1\"} | host_name is missing",
        "{\"event_value\":\"1\",\"event_id\":\"1\",\"host_name\":\"h\",\"event_nseverity\":\"9\"} | event_nseverity must be from 0 to 5, not 9",
        "{\"event_value\":\"1\",\"event_id\":\"1\",\"host_name\":\"h\",\"event_date\":\"20.11.\",\"event_time\":\"9\"} "
            + "| event_date and event_time must be like 2026.11.20 and 18:22:20, not 20.11. 9",
      })
  void what_cannot_be_used_is_refused_with_the_field(String body, String reason) {
    assertThatThrownBy(() -> read(stream(body)))
        .isInstanceOfSatisfying(Unreadable.class, unreadable -> {
          assertThat(unreadable.getStatusCode().value()).isEqualTo(422);
          assertThat(unreadable.reason()).isEqualTo(reason);
        });
  }

  private Item read(String file) throws IOException {
    try (InputStream body = recorded(file)) {
      return read(body);
    }
  }

  private Item read(InputStream body) throws IOException {
    return format.read(body, NOW).alerts().getFirst();
  }

  private static InputStream stream(String body) {
    return new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
  }

  private static InputStream recorded(String file) {
    return Objects.requireNonNull(EventTest.class.getResourceAsStream("/payloads/zabbix/" + file + ".json"));
  }
}
