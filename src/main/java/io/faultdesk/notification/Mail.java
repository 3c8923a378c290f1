package io.faultdesk.notification;

import io.faultdesk.staff.People;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.mail.MailParseException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.springframework.stereotype.Component;

/** The channel that writes e-mail over SMTP; without a mail host it reaches nobody. */
@Component
class Mail {

  private final @Nullable JavaMailSender sender;
  private final People people;
  private final NotificationSettings settings;

  Mail(ObjectProvider<JavaMailSender> sender, People people, NotificationSettings settings) {
    this.sender = sender.getIfAvailable();
    this.people = people;
    this.settings = settings;
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
    sender.send(message);
  }

  private String whereabouts(Notice notice) {
    String tasklist = settings.baseUrl() + "/camunda/app/tasklist/default/";
    return notice.taskId().map(id -> "Your task: " + tasklist + "#/?task=" + id).orElse("Your tasks: " + tasklist);
  }
}
