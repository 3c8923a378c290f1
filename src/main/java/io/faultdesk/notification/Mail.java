package io.faultdesk.notification;

import io.faultdesk.staff.People;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.mail.MailException;
import org.springframework.mail.MailParseException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.springframework.stereotype.Component;

/**
 * The channel that writes e-mail over SMTP; without a mail host it reaches nobody. A server that did not answer in time is
 * left alone for a while: what is to be sent meanwhile fails at once, instead of keeping one more thread waiting.
 */
@Component
class Mail {

  static final Duration PAUSE = Duration.ofSeconds(10);

  private final @Nullable JavaMailSender sender;
  private final People people;
  private final NotificationSettings settings;
  private final Clock clock;
  private volatile Instant leftAloneUntil = Instant.MIN;

  Mail(ObjectProvider<JavaMailSender> sender, People people, NotificationSettings settings, Clock clock) {
    this.sender = sender.getIfAvailable();
    this.people = people;
    this.settings = settings;
    this.clock = clock;
  }

  /** Where that person is reached. */
  Optional<String> address(String person) {
    return sender == null ? Optional.empty() : people.email(person).filter(address -> !address.isBlank());
  }

  /**
   * Sends one notice. Its message id is made of the notice's, so that a mail program shows a notice once that was sent twice.
   */
  void send(long noticeId, Notice notice, String address) {
    if (sender == null) {
      throw new IllegalStateException("no mail host is set");
    }
    MimeMessage message = sender.createMimeMessage();
    try {
      MimeMessageHelper mail = new MimeMessageHelper(message, StandardCharsets.UTF_8.name());
      mail.setFrom(settings.from());
      mail.setTo(address);
      mail.setSubject(notice.subject());
      mail.setText(notice.body() + "\n" + whereabouts(notice) + "\n");
      message.setHeader("Message-ID", "<notice-" + noticeId + "." + notice.incident() + "@faultdesk>");
      message.setHeader("Auto-Submitted", "auto-generated");
    } catch (MessagingException e) {
      throw new MailParseException(e);
    }
    send(sender, message);
  }

  private void send(JavaMailSender server, MimeMessage message) {
    if (clock.instant().isBefore(leftAloneUntil)) {
      throw new MailSendException("The mail server did not answer just now; it is asked again in a moment.");
    }
    try {
      server.send(message);
    } catch (MailException e) {
      if (e.getMostSpecificCause() instanceof SocketTimeoutException) {
        leftAloneUntil = clock.instant().plus(PAUSE);
      }
      throw e;
    }
  }

  private String whereabouts(Notice notice) {
    String tasklist = settings.baseUrl() + "/camunda/app/tasklist/default/";
    return notice.taskId().map(id -> "Your task: " + tasklist + "#/?task=" + id).orElse("Your tasks: " + tasklist);
  }
}
