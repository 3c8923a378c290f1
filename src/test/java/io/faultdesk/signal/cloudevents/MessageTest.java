package io.faultdesk.signal.cloudevents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faultdesk.shared.Digest;
import io.faultdesk.shared.Severity;
import io.faultdesk.signal.Alert;
import io.faultdesk.signal.AlertReading.Item;
import io.faultdesk.signal.EventReading;
import io.faultdesk.signal.EventReading.Fault;
import io.faultdesk.signal.EventReading.Measured;
import io.faultdesk.signal.Unreadable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

/** Reads events in the three modes, as the specification and its examples write them. */
class MessageTest {

  private static final Instant NOW = Instant.parse("2026-11-20T18:20:00.123456Z");
  private static final String ALERT_DATA = "{\"labels\":{\"alertname\":\"Slow\",\"service\":\"crm-api\"}}";

  private final Message format = new Message();

  @Test
  void a_binary_event_has_its_attributes_in_the_headers() throws IOException {
    MockHttpServletRequest request = request("application/json", recorded("01-binary-alert.json"));
    for (String line : recorded("01-binary-alert.http").split("\n")) {
      if (line.startsWith("ce-")) {
        request.addHeader(line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 1));
      }
    }
    EventReading reading = format.read(request, NOW);

    Alert alert = only(reading).alert();
    assertThat(alert.service().value()).isEqualTo("crm-db");
    assertThat(alert.name()).isEqualTo("DiskFull");
    assertThat(alert.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(alert.firing()).isTrue();
    assertThat(alert.startsAt()).as("the event's time").isEqualTo("2026-11-20T18:11:16.479Z");
    assertThat(alert.endsAt()).isNull();
    assertThat(alert.annotations()).containsEntry("summary", "磁盘已满 100%");
    assertThat(alert.sender()).isEqualTo("cloudevents");
  }

  @Test
  void a_structured_event_is_an_object_and_names_the_same_alert() throws IOException {
    Alert alert =
        only(read("application/CloudEvents+JSON; charset=UTF-8", recorded("02-structured-alert.json"))).alert();

    assertThat(alert.firing()).isFalse();
    assertThat(alert.startsAt()).isEqualTo("2026-11-20T18:11:16.479Z");
    assertThat(alert.endsAt()).isEqualTo("2026-11-20T18:15:00Z");
    assertThat(alert.identity())
        .isEqualTo(
            Digest.of("alertname", "DiskFull", "service", "crm-db", "severity", "critical"));
  }

  @Test
  void source_and_id_make_the_key_in_whatever_mode_they_come() throws IOException {
    MockHttpServletRequest binary = request("application/json", ALERT_DATA);
    header(binary, "specversion", "1.0");
    header(binary, "ID", "disk-18");
    header(binary, "source", "/crm/checks/%e7%A3%81%E7%9B%98");
    header(binary, "type", "\"io.faultdesk.alert\\.v1\"");

    String key = only(read(Message.ONE, recorded("02-structured-alert.json"))).key();
    assertThat(only(format.read(binary, NOW)).key()).isEqualTo(key);
    assertThat(only(read(Message.ONE, recorded("02-structured-alert.json").replace("disk-18", "disk-19"))).key())
        .isNotEqualTo(key);
  }

  @Test
  void samples_come_one_or_many_to_an_event() throws IOException {
    List<Measured> many = read(Message.ONE, recorded("03-structured-samples.json")).measured();

    assertThat(many).hasSize(1);
    assertThat(many.getFirst().data()).hasSize(2);
    assertThat(many.getFirst().time()).isEqualTo("2026-11-20T18:15:00Z");
  }

  @Test
  void each_event_of_a_batch_is_good_or_bad_for_itself() throws IOException {
    EventReading reading = read("application/cloudevents-batch+json", recorded("04-batch.json"));

    assertThat(reading.measured()).extracting(Measured::index).containsExactly(0);
    assertThat(reading.measured().getFirst().time()).as("of its arrival").isEqualTo("2026-11-20T18:20:00.123Z");
    assertThat(reading.alerts()).hasSize(2).extracting(Item::key).doesNotContainNull();
    assertThat(reading.alerts().getFirst().key()).isEqualTo(reading.alerts().getLast().key());
    assertThat(reading.faults())
        .containsExactly(
            new Fault(
                2, "type must be io.faultdesk.alert.v1 or io.faultdesk.sample.v1, not \"com.example.other\""));
    assertThat(read(Message.BATCH, "[]").faults()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock = """
          "id":"1" | "id":"" | id is missing or empty
          "id":"1" | "id":null | id is missing or empty
          "id":"1" | "id":"\\ud800" | id holds half of a character
          "source":"/a" | "other":"/a" | source is missing or empty
          "specversion":"1.0" | "specversion":"0.3" | specversion must be 1.0, not "0.3"
          "id":"1" | "id":"1","Trace_Id":"x" | the attribute "Trace_Id" must be named by a to z and 0 to 9 only
          "id":"1" | "id":"1","extra":{} | extra must be a text, a number or a truth value
          "id":"1" | "id":"1","time":"yesterday" | time must be an RFC 3339 text, not "yesterday"
          "id":"1" | "id":"1","time":"-999999999-01-01T00:00:00Z" | time must be an RFC 3339 text, not "-999999999-01-01T00:00:00Z"
          "id":"1" | "id":"1","datacontenttype":"text/xml" | datacontenttype must be JSON, not "text/xml"
          "id":"1" | "id":"1","data_base64":"e30=" | an event has either data or data_base64
          "data":{ | "data_base64":"?","d":{ | d must be a text, a number or a truth value
          "labels" | "tags" | labels in body is required
          "labels" | "status":"odd","labels" | status must be firing or resolved, not "odd"
          "labels" | "endsAt":"2026-01-01T00:00:00Z","startsAt":"2026-01-02T00:00:00Z","labels" | start time must be before end time
          """)
  void what_is_wrong_with_an_event_is_said(String good, String bad, String reason) throws IOException {
    String event =
        "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/a\",\"type\":\"io.faultdesk.alert.v1\",\"data\":"
            + ALERT_DATA + "}";

    assertThat(read(Message.ONE, event).faults()).isEmpty();
    assertThat(event).contains(good);
    assertThat(read(Message.ONE, event.replace(good, bad)).faults()).containsExactly(new Fault(0, reason));
  }

  @ParameterizedTest
  @ValueSource(strings = {"%", "%4", "%zz", "%ff", "%C3%28"})
  void a_header_that_is_not_percent_encoded_utf_8_makes_the_event_a_bad_one(String value) throws IOException {
    MockHttpServletRequest request = request("application/json", ALERT_DATA);
    header(request, "source", value);

    assertThat(format.read(request, NOW).faults())
        .containsExactly(new Fault(0, "the header ce-source is not percent-encoded UTF-8"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json | {} | 415",
        "application/cloudevents+avro | {} | 415",
        "application/cloudevents-batch+avro | {} | 415",
        "application/cloudevents+json | {broken | 400",
        "application/cloudevents-batch+json | {} | 400",
        "application/cloudevents-batch+json | [{}, | 400"
      })
  void what_is_no_message_of_events_is_refused_whole(String type, String body, int status) {
    assertThatThrownBy(() -> read(type, body))
        .isInstanceOfSatisfying(
            Unreadable.class, refused -> assertThat(refused.getStatusCode().value()).isEqualTo(status));
  }

  @Test
  void binary_data_that_is_no_json_is_refused() {
    MockHttpServletRequest request = request("text/plain", "free text");
    header(request, "id", "1");
    assertThatThrownBy(() -> format.read(request, NOW))
        .isInstanceOfSatisfying(
            Unreadable.class, refused -> assertThat(refused.reason()).isEqualTo(
                "the data of an event must be JSON, not text/plain"));
  }

  @Test
  void an_alert_stands_until_its_end_or_until_it_is_said_to_be_over() throws IOException {
    assertThat(alert("\"endsAt\":\"2026-11-20T18:30:00Z\"").endsAt()).isEqualTo("2026-11-20T18:30:00Z");
    assertThat(alert("\"endsAt\":\"2026-11-20T18:10:00Z\"").firing()).isFalse();
    assertThat(alert("\"endsAt\":\"0001-01-01T00:00:00Z\",\"status\":\"firing\"").endsAt()).isNull();
    Alert over = alert("\"status\":\"resolved\"");
    assertThat(List.of(over.startsAt(), over.endsAt())).containsOnly(Instant.parse("2026-11-20T18:20:00.123Z"));
  }

  private Alert alert(String more) throws IOException {
    return only(
        read(
            Message.ONE,
            "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/a\",\"type\":\"io.faultdesk.alert.v1\",\"data\":{"
                + more + ",\"labels\":{\"alertname\":\"Slow\"}}}"))
        .alert();
  }

  private static Item only(EventReading reading) {
    assertThat(reading.faults()).isEmpty();
    assertThat(reading.alerts()).hasSize(1);
    return reading.alerts().getFirst();
  }

  private EventReading read(String type, String body) throws IOException {
    return format.read(request(type, body), NOW);
  }

  private static MockHttpServletRequest request(String type, String body) {
    MockHttpServletRequest request = new MockHttpServletRequest("POST", "/api/v1/intake/cloudevents");
    request.setContentType(type);
    request.setContent(body.getBytes(StandardCharsets.UTF_8));
    return request;
  }

  private static void header(MockHttpServletRequest request, String attribute, String value) {
    request.addHeader("CE-" + attribute, value);
  }

  private static String recorded(String file) throws IOException {
    try (InputStream body = Objects.requireNonNull(
        MessageTest.class.getResourceAsStream("/payloads/cloudevents/" + file))) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
