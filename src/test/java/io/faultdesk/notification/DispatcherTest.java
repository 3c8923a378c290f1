package io.faultdesk.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import io.faultdesk.staff.People;
import io.faultdesk.staff.Person;
import io.faultdesk.staff.Team;
import io.faultdesk.testing.HandClock;
import jakarta.mail.internet.MimeMessage;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;

class DispatcherTest {

  private final EmbeddedDatabase database =
      new EmbeddedDatabaseBuilder().setType(EmbeddedDatabaseType.H2).generateUniqueName(true).build();
  private final HandClock clock = new HandClock(Instant.parse("2026-03-02T03:00:00Z"));
  private final JavaMailSenderImpl sender = new JavaMailSenderImpl();
  private final NotificationSettings settings =
      new NotificationSettings("faultdesk@crm.example", "http://127.0.0.1:8080", ZoneOffset.UTC);
  private final StoredNotices notices = new StoredNotices(JdbcClient.create(database));
  private GreenMail smtp = new GreenMail(ServerSetup.SMTP.dynamicPort());

  @BeforeEach
  void start() {
    ResourceDatabasePopulator tables =
        new ResourceDatabasePopulator(new ClassPathResource("db/migration/V20261120_14_00__notification.sql"));
    tables.execute(database);
    smtp.start();
    sender.setHost("127.0.0.1");
    sender.setPort(smtp.getSmtp().getPort());
  }

  @AfterEach
  void stop() {
    smtp.stop();
    database.shutdown();
  }

  @Test
  void a_notice_reaches_its_person_with_its_text_as_it_was() throws Exception {
    Dispatcher dispatcher = dispatcher(true);
    dispatcher.deliver(dispatcher.submit(notice("assigned:1", "李娜 🔥 下单太慢")).orElseThrow());
    MimeMessage mail = smtp.getReceivedMessages()[0];
    assertThat(mail.getSubject()).isEqualTo("[P1] INC-000001 crm-order: 李娜 🔥 下单太慢");
    assertThat(mail.getAllRecipients()[0]).hasToString("li.na@crm.example");
    assertThat(mail.getContent().toString()).contains("p95 900 ms", "Due: Mon 2 Mar 04:00",
        "Your task: http://127.0.0.1:8080/camunda/app/tasklist/default/#/?task=1");
    assertThat(mail.getMessageID()).isEqualTo("<notice-1.INC-000001@faultdesk>");
  }

  @Test
  void a_notice_of_a_clock_leads_to_the_tasks_of_its_person() throws Exception {
    Dispatcher dispatcher = dispatcher(true);
    Notice.About about = new Notice.About("INC-000001", "slow", null, 2, "", null);
    dispatcher.deliver(
        dispatcher.submit(Notice.clock(about, "resolve", 100, "li.na", dispatcher.zone())).orElseThrow());
    MimeMessage mail = smtp.getReceivedMessages()[0];
    assertThat(mail.getSubject()).isEqualTo("[P2] INC-000001 time to resolve is over: slow");
    assertThat(GreenMailUtil.getBody(mail)).contains("Your tasks: ").doesNotContain("Why", "Due", "#");
  }

  @Test
  void the_same_notice_is_stored_once_and_delivered_once() throws Exception {
    Dispatcher dispatcher = dispatcher(true);
    long id = dispatcher.submit(notice("assigned:1", "slow")).orElseThrow();
    assertThat(dispatcher.submit(notice("assigned:1", "slow"))).isEmpty();
    dispatcher.deliver(id);
    dispatcher.deliver(id);
    assertThat(smtp.getReceivedMessages()).hasSize(1);
  }

  @Test
  void an_unreachable_server_is_recorded_and_a_later_try_delivers() throws Exception {
    Dispatcher dispatcher = dispatcher(true);
    long id = dispatcher.submit(notice("assigned:1", "slow")).orElseThrow();
    int port = smtp.getSmtp().getPort();
    smtp.stop();
    assertThatExceptionOfType(DeliveryFailed.class).isThrownBy(() -> dispatcher.deliver(id))
        .withMessageContaining("li.na");
    smtp = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    smtp.start();
    dispatcher.deliver(id);
    assertThat(smtp.getReceivedMessages()).hasSize(1);
    StoredNotices.Sent sent = notices.page("INC-000001", 10, Long.MAX_VALUE).items().getFirst();
    assertThat(sent.deliveredAt()).isEqualTo(clock.instant());
    assertThat(sent.attempts()).hasSize(2);
    assertThat(sent.attempts().getFirst().error()).isNotBlank();
    assertThat(sent.attempts().getLast().error()).isNull();
  }

  @Test
  void a_server_that_says_nothing_is_waited_for_once_and_asked_again_later() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      sender.setPort(silent.getLocalPort());
      sender.getJavaMailProperties().setProperty("mail.smtp.timeout", "50");
      Dispatcher dispatcher = dispatcher(true);
      long first = dispatcher.submit(notice("assigned:1", "slow")).orElseThrow();
      long second = dispatcher.submit(notice("assigned:2", "slow")).orElseThrow();
      assertThatExceptionOfType(DeliveryFailed.class).isThrownBy(() -> dispatcher.deliver(first));
      assertThatExceptionOfType(DeliveryFailed.class).isThrownBy(() -> dispatcher.deliver(second))
          .withMessageContaining("did not answer just now");
      clock.advance(Mail.PAUSE);
      sender.setPort(smtp.getSmtp().getPort());
      sender.getJavaMailProperties().setProperty("mail.smtp.timeout", "10000");
      dispatcher.deliver(second);
      assertThat(smtp.getReceivedMessages()).hasSize(1);
      silent.setSoTimeout(1000);
      silent.accept().close();
      silent.setSoTimeout(1);
      assertThatExceptionOfType(SocketTimeoutException.class).as("nobody else came").isThrownBy(silent::accept);
    }
  }

  @Test
  void a_title_cannot_add_a_header() throws Exception {
    Dispatcher dispatcher = dispatcher(true);
    dispatcher.deliver(dispatcher.submit(notice("assigned:1", "slow\r\nBcc: spy@evil.example")).orElseThrow());
    assertThat(smtp.getReceivedMessages()).hasSize(1);
    assertThat(smtp.getReceivedMessages()[0].getHeader("Bcc")).isNull();
    assertThat(GreenMailUtil.getHeaders(smtp.getReceivedMessages()[0])).doesNotContain("\nBcc");
  }

  @Test
  void nothing_is_stored_for_somebody_whom_no_channel_reaches() {
    assertThat(dispatcher(false).submit(notice("assigned:1", "slow"))).isEmpty();
    Notice toNobody = new Notice("INC-000001", "assigned:1", "ghost", "subject", "body");
    assertThat(dispatcher(true).submit(toNobody)).isEmpty();
  }

  private Dispatcher dispatcher(boolean withMailHost) {
    StaticListableBeanFactory beans = new StaticListableBeanFactory(withMailHost ? Map.of("sender", sender) : Map.of());
    Mail mail = new Mail(beans.getBeanProvider(JavaMailSender.class), new Directory(), settings, clock);
    return new Dispatcher(notices, mail, settings, clock, new DataSourceTransactionManager(database));
  }

  private static Notice notice(String step, String title) {
    Notice.About about = new Notice.About("INC-000001", title, "crm-order", 1, "p95 900 ms",
        Instant.parse("2026-03-02T04:00:00Z"));
    return Notice.assigned(about, "Diagnose the fault", step.substring("assigned:".length()), "li.na", ZoneOffset.UTC);
  }

  /** Knows one address. */
  private static final class Directory implements People {

    @Override
    public void sync(Collection<Person> people, Collection<Team> teams, @Nullable String initialPassword) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void lend(String password) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<String> email(String person) {
      return person.equals("li.na") ? Optional.of("li.na@crm.example") : Optional.empty();
    }
  }
}
