package io.faultdesk.signal.pagerduty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faultdesk.shared.Category;
import io.faultdesk.shared.Severity;
import io.faultdesk.signal.Alert;
import io.faultdesk.signal.AlertReading;
import io.faultdesk.signal.AlertReading.Group;
import io.faultdesk.signal.AlertReading.Item;
import io.faultdesk.signal.Remark;
import io.faultdesk.signal.Unreadable;
import io.faultdesk.signal.pagerduty.Event.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpStatus;

class EventTest {

  private static final Instant NOW = Instant.parse("2026-11-20T20:00:00.123456Z");
  private static final String TRIGGER =
      """
      {"event_action":"trigger","dedup_key":"db/disk","client":"Sensu","client_url":"https://sensu",
       "payload":{"summary":"Disk full","source":"db-1","component":"crm-db","severity":"error","group":"storage",
         "class":"disk","timestamp":"2026-11-20T19:00:00Z",
         "custom_details":{"free":"0 %","category":"availability","mounts":["/","/var"]}}}
      """;

  private final Event format = new Event();

  @Test
  void a_trigger_is_read_as_its_sender_meant_it() throws IOException {
    AlertReading reading = read(TRIGGER);
    Alert alert = reading.alerts().getFirst().alert();

    assertThat(alert.service().value()).isEqualTo("crm-db");
    assertThat(alert.name()).isEqualTo("disk");
    assertThat(alert.severity()).isEqualTo(Severity.MAJOR);
    assertThat(alert.category()).isEqualTo(Category.AVAILABILITY);
    assertThat(alert.firing()).isTrue();
    assertThat(alert.startsAt()).isEqualTo("2026-11-20T20:00:00.123Z");
    assertThat(alert.endsAt()).isNull();
    assertThat(alert.labels())
        .isEqualTo(
            Map.of("alertname", "disk", "service", "crm-db", "dedup_key", "db/disk", "source", "db-1", "component",
                "crm-db",
                "group", "storage", "class", "disk", "severity", "error", "client", "Sensu"));
    assertThat(alert.annotations())
        .isEqualTo(
            Map.of("summary", "Disk full", "free", "0 %", "category", "availability", "mounts", "[\"/\",\"/var\"]",
                "client_url", "https://sensu", "timestamp", "2026-11-20T19:00:00Z"));
    assertThat(format.stored(reading).getBody()).isEqualTo(new Answer("success", "Event processed", "db/disk", null));
  }

  @Test
  void without_a_component_the_source_is_the_service_and_without_a_class_the_summary_the_name() throws IOException {
    Alert alert = read(TRIGGER.replace("\"component\":\"crm-db\",", "").replace("\"class\":\"disk\",", "")).alerts()
        .getFirst().alert();

    assertThat(alert.service().value()).isEqualTo("db-1");
    assertThat(alert.name()).isEqualTo("Disk full");
  }

  @Test
  void a_trigger_without_a_key_gets_one_of_its_own() throws IOException {
    String anonymous = TRIGGER.replace("\"dedup_key\":\"db/disk\",", "");

    assertThat(group(anonymous).key()).startsWith("pagerduty/").isNotEqualTo(group(anonymous).key());
  }

  @Test
  void an_acknowledgement_and_an_end_need_nothing_but_the_key() throws IOException {
    Alert firing = read(TRIGGER).alerts().getFirst().alert();
    Group acknowledged = group("{\"event_action\":\"acknowledge\",\"dedup_key\":\"db/disk\",\"client\":\"Sensu\"}");
    Group resolved = group("{\"event_action\":\"resolve\",\"dedup_key\":\"db/disk\"}");

    assertThat(acknowledged.key()).isEqualTo("pagerduty/db/disk").isEqualTo(resolved.key());
    assertThat(acknowledged.unnamed().apply(firing)).isEqualTo(new Item(firing, new Remark("Sensu", "", true, true)));
    assertThat(resolved.unnamed().apply(firing).alert().firing()).isFalse();
  }

  @Test
  void one_key_on_two_services_is_two_alerts_of_one_group() throws IOException {
    String elsewhere = TRIGGER.replace("\"component\":\"crm-db\"", "\"component\":\"crm-db-2\"");

    assertThat(elsewhere).isNotEqualTo(TRIGGER);
    assertThat(group(elsewhere).key()).isEqualTo(group(TRIGGER).key());
    assertThat(read(elsewhere).alerts().getFirst().alert().identity())
        .isNotEqualTo(read(TRIGGER).alerts().getFirst().alert().identity());
  }

  private Group group(String event) throws IOException {
    return Objects.requireNonNull(read(event).group());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{} ; event_action must be trigger, acknowledge or resolve, not \"\"",
        "[] ; event_action must be trigger, acknowledge or resolve, not \"\"",
        "{\"event_action\":\"resolve\"} ; dedup_key must have 1 to 255 characters",
        "{\"event_action\":\"trigger\"} ; payload.summary is missing or blank",
        "{\"event_action\":\"trigger\",\"payload\":{\"summary\":\"s\"}} ; payload.source is missing or blank",
        "{\"event_action\":\"trigger\",\"payload\":{\"summary\":\"s\",\"source\":\"s\",\"severity\":\"bad\"}} "
            + "; payload.severity must be critical, error, warning or info, not \"bad\"",
      })
  void what_cannot_be_used_is_refused_with_the_field(String body, String reason) {
    assertThatThrownBy(() -> read(body))
        .isInstanceOfSatisfying(Unreadable.class, invalid -> {
          assertThat(invalid.reason()).isEqualTo(reason);
          assertThat(format.refused(invalid.getStatusCode(), invalid.reason()).getBody())
              .isEqualTo(new Answer("invalid event", "Event object is invalid", null, List.of(reason)));
        });
  }

  @Test
  void who_comes_at_a_bad_time_is_told_to_come_again() {
    assertThat(format.refused(HttpStatus.SERVICE_UNAVAILABLE, "busy").getStatusCode().value()).isEqualTo(503);
  }

  private AlertReading read(String body) throws IOException {
    return format.read(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), NOW);
  }
}
