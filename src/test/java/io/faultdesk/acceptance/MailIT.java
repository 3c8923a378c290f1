package io.faultdesk.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import io.faultdesk.incident.FindingSource;
import io.faultdesk.incident.IncidentDesk;
import io.faultdesk.incident.NewFinding;
import io.faultdesk.shared.Category;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.Severity;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

/** Mails leave through a real SMTP server, and wait for it where it is away. */
class MailIT extends WholeApp {

  @Autowired private IncidentDesk desk;
  @Autowired private TransactionTemplate transaction;

  private static final GreenMail SMTP =
      new GreenMail(new ServerSetup(freePort(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

  @DynamicPropertySource
  static void mailServer(DynamicPropertyRegistry registry) {
    registry.add("spring.mail.host", () -> "127.0.0.1");
    registry.add("spring.mail.port", () -> SMTP.getSmtp().getServerSetup().getPort());
  }

  @BeforeEach
  void emptyMailServer() {
    SMTP.stop();
    SMTP.start();
  }

  @AfterAll
  static void stopMailServer() {
    SMTP.stop();
  }

  @Test
  void who_gets_a_task_gets_a_mail_that_names_the_fault() throws Exception {
    String number = report(Map.of("title", "下单太慢 🔥", "service", "crm-order"));
    String assignee = task(number, "diagnose").get("assignee").asText();
    MimeMessage mail = eventually(() -> {
      assertThat(mails(number, assignee)).hasSize(1);
      return mails(number, assignee).getFirst();
    });
    assertThat(mail.getSubject()).contains(number, "下单太慢 🔥");
    assertThat(mail.getAllRecipients()).hasSize(1);
    assertThat(GreenMailUtil.getBody(mail)).isNotBlank();
    assertThat(String.valueOf(mail.getContent())).contains("Diagnose the incident", "/camunda/app/tasklist/");
    assertThat(mail.getHeader("Message-ID")[0]).contains(number);
    assertThat(mails(number)).hasSize(1);
  }

  @Test
  void work_goes_on_while_the_mail_server_is_away_and_the_mail_comes_later() {
    SMTP.stop();
    String number = report(Map.of("title", "订单卡住 😱", "service", "crm-order"));
    JsonNode task = task(number, "diagnose");
    String assignee = task.get("assignee").asText();
    String step = "assigned:" + task.get("id").asText();
    eventually(() -> assertThat(delivery(number, step).at("/attempts/0/error").asText()).isNotBlank());
    complete(number, "diagnose", Map.of("outcome", "confirmed", "diagnosis", "it hangs"));
    task(number, "locate");

    eventually(() -> {
      pass(Duration.ofSeconds(11));
      return assertThat(delivery(number, step).get("attempts").size()).isGreaterThanOrEqualTo(2);
    });
    assertThat(delivery(number, step).get("deliveredAt").isNull()).isTrue();

    SMTP.start();
    eventually(() -> {
      pass(Duration.ofMinutes(6));
      return assertThat(delivery(number, step).get("deliveredAt").isNull()).isFalse();
    });
    JsonNode attempts = delivery(number, step).get("attempts");
    assertThat(attempts.get(attempts.size() - 1).get("error").isNull()).isTrue();
    eventually(() -> assertThat(subjects(number, assignee)).filteredOn(subject -> subject.contains("订单卡住 😱"))
        .isNotEmpty());
  }

  @Test
  void a_clock_that_runs_out_is_told_to_the_assignee_and_at_its_end_to_the_lead() {
    String number = report(Map.of("title", "All is down", "service", "crm-order", "impact", "medium", "urgency",
        "high"));
    String task = task(number, "diagnose").get("id").asText();
    admin.post("/engine-rest/task/" + task + "/assignee", Map.of("userId", "li.na")).expect(204);
    liNa.post("/api/v1/incidents/" + number + "/acknowledgement", Map.of("note", "on it")).expect(200);
    JsonNode incident = incident(number);
    Duration toResolve = Duration.between(
        Instant.parse(incident.get("openedAt").asText()), Instant.parse(incident.get("resolveBy").asText()));

    pass(toResolve.multipliedBy(76).dividedBy(100));
    eventually(() -> assertThat(subjects(number, "li.na"))
        .anyMatch(subject -> subject.contains("time to resolve is running out")));
    assertThat(subjects(number, "wang.fang")).noneMatch(subject -> subject.contains("time to"));

    pass(toResolve.multipliedBy(25).dividedBy(100));
    eventually(
        () -> assertThat(subjects(number, "li.na")).anyMatch(subject -> subject.contains("time to resolve is over")));
    eventually(() -> assertThat(subjects(number, "wang.fang"))
        .anyMatch(subject -> subject.contains("time to resolve is over")));
    assertThat(subjects(number, "li.na")).doesNotHaveDuplicates();
  }

  @Test
  void a_forecast_of_the_night_waits_until_morning_and_then_comes_true() {
    ZonedDateTime now = clock.instant().atZone(ZoneOffset.UTC);
    ZonedDateTime night = now.with(TemporalAdjusters.next(DayOfWeek.WEDNESDAY)).with(LocalTime.of(3, 0));
    pass(Duration.between(now, night));
    String number = raise(FindingSource.FORECAST, "fault within 9 h");
    assertThat(incident(number).get("phase").asText()).isEqualTo("prevention");
    String assignee = task(number, "prevent").get("assignee").asText();
    pass(Duration.ofHours(5));
    assertThat(deliveries(number)).isEmpty();
    pass(Duration.ofHours(1));
    eventually(() -> assertThat(subjects(number, assignee)).singleElement().asString()
        .contains("a fault of crm-notify is likely"));

    user(assignee).post("/api/v1/incidents/" + number + "/acknowledgement", Map.of("note", "on it")).expect(200);
    String fault = raise(FindingSource.RULE, "queue too long");
    noTasks(number);
    assertThat(incident(number).at("/closure/reason").asText()).isEqualTo("duplicate");
    assertThat(incident(number).at("/closure/text").asText()).isEqualTo("duplicate of " + fault);
    assertThat(timeline(fault)).contains("merged", "foreseen");
    task(fault, "diagnose");
    eventually(() -> assertThat(subjects(number, assignee)).last().asString().contains("has happened, see " + fault));
    desk.cleared(List.of("crm-notify/fault within 9 h", "crm-notify/queue too long"), clock.instant());
    complete(fault, "confirm-cleared", Map.of("outcome", "cleared"));
  }

  @Test
  void a_forecast_whose_time_has_passed_at_night_closes_by_itself_and_is_never_told() {
    ZonedDateTime now = clock.instant().atZone(ZoneOffset.UTC);
    pass(Duration.between(now, now.with(TemporalAdjusters.next(DayOfWeek.SUNDAY))));
    String number = raise(FindingSource.FORECAST, "fault within 15 min");
    task(number, "prevent");
    pass(Duration.ofMinutes(15));
    desk.cleared("crm-notify/fault within 15 min", clock.instant());
    noTasks(number);
    JsonNode closure = incident(number).get("closure");
    assertThat(closure.get("reason").asText()).isEqualTo("cleared");
    assertThat(closure.get("text").asText()).isEqualTo("The time passed without a fault.");
    pass(Duration.ofDays(2));
    assertThat(deliveries(number)).isEmpty();
  }

  private String raise(FindingSource source, String name) {
    return Objects.requireNonNull(transaction.execute(status -> desk.raise(
        new NewFinding("crm-notify/" + name, source, name, ServiceName.of("crm-notify"), Severity.WARNING,
            Category.AVAILABILITY, "a fault of crm-notify is likely", Map.of(), clock.instant()))))
        .orElseThrow();
  }

  private JsonNode deliveries(String number) {
    return admin.get("/api/v1/deliveries?incident=" + number).expect(200).json().get("items");
  }

  private JsonNode delivery(String number, String step) {
    for (JsonNode notice : deliveries(number)) {
      if (notice.get("step").asText().equals(step)) {
        return notice;
      }
    }
    throw new AssertionError("no notice " + step + " of " + number);
  }

  private static List<String> subjects(String number, String person) {
    return mails(number, person).stream().map(MailIT::subject).toList();
  }

  private static List<MimeMessage> mails(String number, String person) {
    return mails(number).stream().filter(mail -> recipients(mail).equals(person + "@crm.example")).toList();
  }

  private static List<MimeMessage> mails(String number) {
    return Stream.of(SMTP.getReceivedMessages()).filter(mail -> subject(mail).contains(number)).toList();
  }

  private static String subject(MimeMessage mail) {
    try {
      return mail.getSubject();
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String recipients(MimeMessage mail) {
    try {
      return mail.getRecipients(Message.RecipientType.TO)[0].toString();
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
