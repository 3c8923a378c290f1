package io.faultdesk.signal.pagerduty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faultdesk.signal.Change;
import io.faultdesk.signal.Change.Link;
import io.faultdesk.signal.ChangeFormat.Reading;
import io.faultdesk.signal.Unreadable;
import io.faultdesk.signal.pagerduty.Event.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpStatus;

class ChangeEventTest {

  private static final Instant NOW = Instant.parse("2026-11-20T18:20:00.123456Z");

  private final ChangeEvent format = new ChangeEvent();

  @Test
  void a_change_event_is_read_as_its_sender_meant_it() throws IOException {
    Reading reading = read(recorded());
    Change change = reading.change();

    assertThat(change.service().value()).isEqualTo("crm-order");
    assertThat(change.at()).isEqualTo("2026-11-20T17:42:58.315Z");
    assertThat(reading.dated()).isTrue();
    assertThat(change.summary()).isEqualTo("部署 crm-order 2.14.1 succeeded");
    assertThat(change.source()).isEqualTo("deploy-pipeline-prod-17");
    assertThat(change.details().toString())
        .isEqualTo("{service=crm-order, build_state=passed, build_number=220, run_time=1236}");
    assertThat(change.links())
        .containsExactly(
            new Link("https://ci.example.org/builds/220", "View build"),
            new Link("https://ci.example.org/badge.png", "badge"));
    assertThat(format.stored().getBody()).isEqualTo(new Answer("success", "Change event processed", null, null));
    assertThat(format.stored().getStatusCode().value()).isEqualTo(202);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-20T17:42:58Z, 2026-11-20T17:42:58Z, true",
    "2026-11-20T18:42:58.5+01:00, 2026-11-20T17:42:58.500Z, true",
    "2026-11-20T17:42+0000, 2026-11-20T17:42:00Z, true",
    "2026-11-20T18:20:01Z, 2026-11-20T18:20:00.123Z, false",
    "'', 2026-11-20T18:20:00.123Z, false"
  })
  void a_change_was_never_ahead_of_its_arrival(String timestamp, Instant at, boolean dated) throws IOException {
    Reading reading = read("{'payload':{'summary':'s','source':'db','timestamp':'" + timestamp + "'}}");

    assertThat(reading.change().at()).isEqualTo(at);
    assertThat(reading.dated()).isEqualTo(dated);
    assertThat(reading.change().service().value()).isEqualTo("db");
  }

  @Test
  void a_component_names_the_service_before_all_else() throws IOException {
    assertThat(
        read("{'payload':{'summary':'s','component':'crm-db','custom_details':{'service':'x'}}}").change().service()
            .value())
        .isEqualTo("crm-db");
  }

  @Test
  void a_summary_is_cut_where_pagerduty_cuts_it() throws IOException {
    assertThat(read("{'payload':{'summary':'" + "故".repeat(2000) + "','source':'s'}}").change().summary())
        .hasSize(1024);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock = """
          [] | payload.summary is missing or blank
          {'payload':{'source':'s'}} | payload.summary is missing or blank
          {'payload':{'summary':'s'}} | payload.source is missing or blank
          {'payload':{'summary':'s','source':'s','timestamp':'now'}} | payload.timestamp must be an ISO 8601 time with its offset, not "now"
          {'payload':{'summary':'s','source':'s','custom_details':{'a':'\\ud800'}}} | payload.custom_details holds half of a character
          """)
  void what_cannot_be_used_is_refused_with_the_field(String body, String reason) {
    assertThatThrownBy(() -> read(body))
        .isInstanceOfSatisfying(Unreadable.class, invalid -> {
          assertThat(invalid.reason()).isEqualTo(reason);
          assertThat(format.refused(invalid.getStatusCode(), reason).getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
        });
  }

  private Reading read(String body) throws IOException {
    return format.read(new ByteArrayInputStream(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8)), NOW);
  }

  private static String recorded() throws IOException {
    try (InputStream body = Objects.requireNonNull(
        ChangeEventTest.class.getResourceAsStream("/payloads/pagerduty/01-change.json"))) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
