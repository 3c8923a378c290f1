package io.faultdesk.signal.nagios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faultdesk.shared.Category;
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
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads every notification recorded from Nagios 4.4.6, and what its macros make of odd output. */
class NotificationTest {

  private static final Instant NOW = Instant.parse("2026-11-20T20:00:00Z");

  private final Notification format = new Notification(Duration.ZERO);

  @ParameterizedTest
  @CsvSource({
    "01-service-problem-warning,       crm-host-1, response-time, MINOR,    true,  1795198452",
    "02-service-problem-critical-hard, crm-host-1, response-time, CRITICAL, true,  1795198455",
    "03-service-problem-renotification,crm-host-1, response-time, CRITICAL, true,  1795198476",
    "05-service-recovery,              crm-host-1, response-time, WARNING,  false, 1795198479",
    "07-service-downtimeend,           crm-host-1, error-rate,    CRITICAL, true,  1795198512",
    "08-service-problem-after-downtime,crm-host-1, error-rate,    CRITICAL, true,  1795198513",
    "10-host-problem-down,             crm-host-2, host,          CRITICAL, true,  1795198516",
    "11-host-recovery,                 crm-host-2, host,          WARNING,  false, 1795198525",
    "20-curlmode-plain,                crm-host-1, response-time, CRITICAL, true,  1795199015"
  })
  void each_notification_is_read_as_nagios_meant_it(
      String file, String host, String name, Severity severity, boolean firing, long seconds) throws IOException {
    Item item = read(file);

    assertThat(item.alert().service().value()).isEqualTo(host);
    assertThat(item.alert().name()).isEqualTo(name);
    assertThat(item.alert().severity()).isEqualTo(severity);
    assertThat(item.alert().firing()).isEqualTo(firing);
    assertThat(item.alert().startsAt()).isEqualTo(Instant.ofEpochSecond(seconds));
    assertThat(item.alert().sender()).isEqualTo("nagios");
  }

  @Test
  void a_problem_and_its_end_are_one_alert_by_whichever_command_they_came() throws IOException {
    String identity = read("01-service-problem-warning").alert().identity();

    assertThat(read("05-service-recovery").alert().identity()).isEqualTo(identity);
    assertThat(read("20-curlmode-plain").alert().identity()).isEqualTo(identity);
    assertThat(read("07-service-downtimeend").alert().identity()).isNotEqualTo(identity);
    assertThat(read("10-host-problem-down").alert().identity())
        .isEqualTo(read("11-host-recovery").alert().identity());
  }

  @Test
  void output_arrives_whole_with_its_lines() throws IOException {
    Map<String, String> annotations = read("02-service-problem-critical-hard").alert().annotations();

    assertThat(annotations)
        .containsEntry("summary", "CRITICAL - 响应时间 4.2s \"quoted\" back\\\\slash <b> & $HOME")
        .containsEntry("description", "long line 1\nlong line 2 中文")
        .containsEntry("performance data", "rt=4.2s;1;2")
        .containsEntry("host alias", "CRM 主机一");
  }

  @Test
  void a_host_that_is_down_is_not_available() throws IOException {
    assertThat(read("10-host-problem-down").alert().category()).isEqualTo(Category.AVAILABILITY);
  }

  @Test
  void an_acknowledgement_is_a_remark_and_nothing_else() throws IOException {
    assertThat(read("04-service-acknowledgement").remark())
        .isEqualTo(new Remark("zhang.san (Nagios)", "ACKNOWLEDGEMENT: 正在处理 looking at it", true, true));
  }

  @Test
  void the_beginning_of_a_downtime_is_a_remark_and_nothing_else() throws IOException {
    assertThat(read("06-service-downtimestart").remark())
        .isEqualTo(new Remark("li.si (Nagios)", "DOWNTIMESTART: 计划维护", false, true));
  }

  @Test
  void what_still_is_wrong_when_a_downtime_ends_is_told_with_the_remark() throws IOException {
    assertThat(Objects.requireNonNull(read("07-service-downtimeend").remark()).only()).isFalse();
  }

  @Test
  void the_end_of_flapping_in_a_good_state_is_an_end() throws IOException {
    Item item = read(flapping("FLAPPINGSTOP", "OK"));

    assertThat(item.alert().firing()).isFalse();
    assertThat(Objects.requireNonNull(item.remark()).only()).isFalse();
    assertThat(item.remark().text()).isEqualTo("FLAPPINGSTOP");
  }

  @Test
  void the_beginning_of_flapping_ends_nothing() throws IOException {
    assertThat(Objects.requireNonNull(read(flapping("FLAPPINGSTART", "OK")).remark()).only()).isTrue();
  }

  @Test
  void a_problem_stands_as_long_as_is_set() throws IOException {
    assertThat(read("10-host-problem-down").alert().endsAt()).isNull();
    try (InputStream body = recorded("10-host-problem-down")) {
      assertThat(new Notification(Duration.ofHours(25)).read(body, NOW).alerts().getFirst().alert().endsAt())
          .isEqualTo(NOW.plus(Duration.ofHours(25)));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"hostname\":\"h\"}                                                | 422 | hoststate is missing",
        "{\"servicedesc\":\"s\",\"servicestate\":\"OK\"}                     | 422 | hostname is missing",
        "{\"hostname\":\"h\",\"hoststate\":\"SIDEWAYS\"}                     | 422 | the state is none that Nagios has: SIDEWAYS",
        "{\"hostname\":\"h\",\"hoststate\":\"DOWN\",\"timet\":\"yesterday\"} | 422 | timet must be seconds since 1970, not yesterday",
        "{\"hostname\":[\"h\"],\"hoststate\":\"DOWN\"}                       | 422 | hostname must be a text or a number",
        "[]                                                                  | 422 | the body must be a JSON object",
      })
  void what_cannot_be_used_is_refused_with_the_field(String body, int status, String reason) {
    assertThatThrownBy(() -> read(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))))
        .isInstanceOfSatisfying(Unreadable.class, unreadable -> {
          assertThat(unreadable.getStatusCode().value()).isEqualTo(status);
          assertThat(unreadable.reason()).isEqualTo(reason);
        });
  }

  @Test
  void output_with_a_single_backslash_breaks_the_json_and_the_answer_says_where() {
    String body = "{\"hostname\":\"h\",\n\"serviceoutput\":\"C:\\data\\xml\"}";

    assertThatThrownBy(() -> read(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))))
        .isInstanceOfSatisfying(Unreadable.class, unreadable -> {
          assertThat(unreadable.getStatusCode().value()).isEqualTo(400);
          assertThat(unreadable.reason()).startsWith("the body is not JSON: ").contains("line 2, column ");
        });
  }

  @Test
  void long_output_is_read_as_it_was_before_nagios_escaped_it() throws IOException {
    String body = "{\"hostname\":\"h\",\"servicedesc\":\"s\",\"servicestate\":\"CRITICAL\","
        + "\"longserviceoutput\":\"one\\\\nC:\\\\\\\\new \\\\t\"}";

    assertThat(read(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))).alert().annotations())
        .containsEntry("description", "one\nC:\\new \\t");
  }

  private static InputStream flapping(String type, String state) {
    return new ByteArrayInputStream(
        "{\"notificationtype\":\"%s\",\"hostname\":\"h\",\"servicedesc\":\"s\",\"servicestate\":\"%s\",\"timet\":\"1\"}"
            .formatted(type, state)
            .getBytes(StandardCharsets.UTF_8));
  }

  private Item read(String file) throws IOException {
    try (InputStream body = recorded(file)) {
      return read(body);
    }
  }

  private Item read(InputStream body) throws IOException {
    AlertReading reading = format.read(body, NOW);
    assertThat(reading.faults()).isEmpty();
    assertThat(reading.alerts()).hasSize(1);
    return reading.alerts().getFirst();
  }

  private static InputStream recorded(String file) {
    return Objects.requireNonNull(NotificationTest.class.getResourceAsStream("/payloads/nagios/" + file + ".json"));
  }
}
