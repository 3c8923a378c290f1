package io.faultdesk.signal.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.faultdesk.shared.Category;
import io.faultdesk.shared.Severity;
import io.faultdesk.signal.Alert;
import io.faultdesk.signal.AlertFormat;
import io.faultdesk.signal.AlertReading;
import io.faultdesk.signal.AlertReading.Group;
import io.faultdesk.signal.Unreadable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What both of Alertmanager's languages make of odd, old and wrong messages. */
class AlertmanagerFormatsTest {

  private static final Instant NOW = Instant.parse("2026-11-20T18:20:00Z");

  private static final Instant STALE = NOW.plus(Duration.ofHours(5));

  private final AlertFormat posted = new PostedAlerts();
  private final AlertFormat webhook = new Webhook(Duration.ofHours(5));

  @Test
  void an_alert_without_an_end_holds_for_five_minutes() throws IOException {
    Alert alert = posted("[{'labels':{'alertname':'Down'}}]");

    assertThat(alert.firing()).isTrue();
    assertThat(alert.startsAt()).isEqualTo(NOW);
    assertThat(alert.endsAt()).isEqualTo(NOW.plus(Duration.ofMinutes(5)));
  }

  @Test
  void gos_zero_time_means_no_end() throws IOException {
    Alert alert = posted("[{'labels':{'alertname':'Down'},'endsAt':'0001-01-01T00:00:00Z'}]");

    assertThat(alert.endsAt()).isEqualTo(NOW.plus(Duration.ofMinutes(5)));
  }

  @Test
  void an_end_in_the_past_means_resolved() throws IOException {
    assertThat(posted("[{'labels':{'a':'b'},'endsAt':'2026-11-20T18:20:00Z'}]").firing()).isFalse();
    assertThat(posted("[{'labels':{'a':'b'},'endsAt':'2026-11-20T18:20:00.001Z'}]").firing()).isTrue();
  }

  @Test
  void times_are_cut_to_the_millisecond() throws IOException {
    assertThat(posted("[{'labels':{'a':'b'},'startsAt':'2026-11-20T19:11:16.479999999+01:00'}]").startsAt())
        .isEqualTo(Instant.parse("2026-11-20T18:11:16.479Z"));
  }

  @Test
  void empty_label_values_do_not_count() throws IOException {
    Alert with = posted("[{'labels':{'alertname':'Down','zone':''}}]");

    assertThat(with.labels()).containsOnlyKeys("alertname");
    assertThat(with.identity()).isEqualTo(posted("[{'labels':{'alertname':'Down'}}]").identity());
  }

  @Test
  void labels_that_only_look_alike_when_joined_are_different_alerts() throws IOException {
    assertThat(posted("[{'labels':{'a':'bc'}}]").identity())
        .isNotEqualTo(posted("[{'labels':{'ab':'c'}}]").identity());
  }

  @ParameterizedTest
  @CsvSource({
    "critical,CRITICAL", "error,MAJOR", "warning,MINOR", "info,WARNING", "page,MAJOR", "Critical,CRITICAL"
  })
  void the_label_severity_is_translated(String label, Severity severity) throws IOException {
    assertThat(posted("[{'labels':{'severity':'" + label + "'}}]").severity()).isEqualTo(severity);
  }

  @Test
  void without_the_label_severity_it_is_major() throws IOException {
    assertThat(posted("[{'labels':{'a':'b'}}]").severity()).isEqualTo(Severity.MAJOR);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
    "{'service':'s','job':'j','instance':'i'}|s",
    "{'job':'j','instance':'i'}|j",
    "{'service':' ','instance':'i'}|i",
    "{'a':'b'}|unknown"
  })
  void the_service_is_the_first_label_that_names_one(String labels, String service) throws IOException {
    assertThat(posted("[{'labels':" + labels + "}]").service().value()).isEqualTo(service);
  }

  @Test
  void a_category_is_taken_from_its_label_where_it_is_one_of_ours() throws IOException {
    assertThat(posted("[{'labels':{'category':'data-quality'}}]").category()).isEqualTo(Category.DATA_QUALITY);
    assertThat(posted("[{'labels':{'category':'nonsense'}}]").category()).isEqualTo(Category.OTHER);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
    "{'labels':{}}|at least one label pair required",
    "{'labels':{'a':''}}|at least one label pair required",
    "{'labels':{'bad-name':'x'}}|invalid name \\\"bad-name\\\"",
    "{'labels':{'a':1}}|labels.a must be a string",
    "{'labels':{'a':'b'},'startsAt':'yesterday'}|startsAt must be a time",
    "{'labels':{'a':'b'},'startsAt':'2026-11-20T18:00:00Z','endsAt':'2026-11-20T17:00:00Z'}|before end time",
    "{'labels':{'a':'\\ud83d'}}|half of a character",
    "{'labels':{'a':'b'},'annotations':{'c':[]}}|annotations.c must be a string",
    "{}|labels in body is required",
    "{'labels':{'a':'b'},'generatorURL':'not a uri'}|must be of type uri",
    "7|an alert must be an object"
  })
  void a_bad_alert_is_named_and_the_good_one_beside_it_is_read(String bad, String reason) throws IOException {
    AlertReading reading = posted.read(body("[" + bad + ",{'labels':{'alertname':'Good'}}]"), NOW);

    assertThat(reading.alerts()).extracting(item -> item.alert().name()).containsExactly("Good");
    assertThat(reading.faults()).hasSize(1);
    assertThat(reading.faults().getFirst().index()).isZero();
    assertThat(reading.faults().getFirst().reason()).contains(reason.replace("\\\"", "\""));
  }

  @Test
  void a_service_name_that_is_too_long_is_a_fault_of_that_alert() throws IOException {
    AlertReading reading = posted.read(body("[{'labels':{'service':'" + "x".repeat(201) + "'}}]"), NOW);

    assertThat(reading.faults().getFirst().reason()).contains("at most 200 characters");
  }

  @ParameterizedTest
  @CsvSource({"400,'{''labels'':{}}'", "422,'{}'"})
  void the_answer_to_a_bad_batch_has_alertmanagers_status(int status, String alert) throws IOException {
    assertThat(posted.stored(posted.read(body("[" + alert + "]"), NOW)).getStatusCode().value())
        .isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null"})
  void an_empty_body_lacks_its_alerts(String text) {
    assertThatExceptionOfType(Unreadable.class)
        .isThrownBy(() -> posted.read(body(text), NOW))
        .matches(refused -> refused.getStatusCode().value() == 422)
        .withMessage("alerts in body is required");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[{'labels':", "[] []", "nonsense", "[{'labels':{'a':'b'},}]"})
  void what_is_not_a_list_of_alerts_is_a_bad_request(String text) {
    assertThatExceptionOfType(Unreadable.class)
        .isThrownBy(() -> posted.read(body(text), NOW))
        .matches(refused -> refused.getStatusCode().value() == 400);
  }

  @Test
  void each_alert_of_a_webhook_has_its_own_status() throws IOException {
    AlertReading reading =
        webhook.read(
            body(
                "{'version':'4','status':'firing','groupKey':'g','alerts':["
                    + "{'status':'resolved','labels':{'a':'1'},'endsAt':'0001-01-01T00:00:00Z'},"
                    + "{'status':'firing','labels':{'a':'2'},'endsAt':'2026-11-20T18:00:00Z'},"
                    + "{'labels':{'a':'3'}}]}"),
            NOW);

    assertThat(reading.alerts()).extracting(item -> item.alert().firing()).containsExactly(false, true, true);
    assertThat(reading.alerts()).extracting(item -> item.alert().endsAt())
        .containsExactly(NOW, STALE, STALE);
  }

  @Test
  void an_alert_that_its_alertmanager_repeats_stands_from_each_repetition_for_the_time_until_it_is_stale()
      throws IOException {
    String message =
        "{'version':'4','status':'firing','alerts':[{'labels':{'a':'1'},'startsAt':'2026-11-20T18:00:00Z'}]}";
    Duration four = Duration.ofHours(4);

    assertThat(webhook.read(body(message), NOW).alerts().getFirst().alert().endsAt()).isEqualTo(STALE);
    assertThat(webhook.read(body(message), NOW.plus(four)).alerts().getFirst().alert().endsAt())
        .isEqualTo(STALE.plus(four));
  }

  @Test
  void a_webhook_may_carry_any_label_name_its_alertmanager_took() throws IOException {
    AlertReading reading =
        webhook.read(body("{'version':'4','alerts':[{'status':'firing','labels':{'服务.name':'x'}}]}"), NOW);

    assertThat(reading.alerts()).hasSize(1);
  }

  @Test
  void a_truncated_resolved_group_is_over_as_a_whole() throws IOException {
    String message = "{'version':'4','status':'%s','groupKey':'g','truncatedAlerts':%d,'alerts':[]}";

    Alert member = webhook.read(
        body("{'version':'4','alerts':[{'status':'firing','labels':{'a':'1'}}]}"), NOW).alerts().getFirst().alert();

    Group over = Objects.requireNonNull(webhook.read(body(message.formatted("resolved", 2)), NOW).group());
    assertThat(over.unnamed().apply(member).alert()).isEqualTo(member.over(NOW));
    Group standing =
        Objects.requireNonNull(webhook.read(body(message.formatted("firing", 2)), NOW.plusSeconds(60)).group());
    assertThat(standing.unnamed().apply(member).alert()).isEqualTo(member.until(STALE.plusSeconds(60)));
    for (String whole : List.of(message.formatted("resolved", 0), message.formatted("firing", 0))) {
      assertThat(webhook.read(body(whole), NOW).group()).isEqualTo(new Group("g", null));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "422,'{}'", "422,'[]'", "422,''", "400,'{''version'':''3'',''alerts'':[]}'",
    "400,'{''version'':''4'',''alerts'':[{''labels'':{}}]}'"
  })
  void a_webhook_in_which_nothing_is_good_is_refused(int status, String text) {
    assertThatExceptionOfType(Unreadable.class)
        .isThrownBy(() -> webhook.read(body(text), NOW))
        .matches(refused -> refused.getStatusCode().value() == status);
  }

  private Alert posted(String json) throws IOException {
    return posted.read(body(json), NOW).alerts().getFirst().alert();
  }

  private static ByteArrayInputStream body(String json) {
    return new ByteArrayInputStream(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }
}
