package io.faultdesk.notification;

import java.time.Clock;
import java.time.ZoneId;
import java.util.Optional;
import org.springframework.mail.MailException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Stores notices and delivers them. */
@Component
public class Dispatcher {

  private static final String MAIL = "mail";
  private static final int MAX_ERROR = 500;

  private final StoredNotices notices;
  private final Mail mail;
  private final NotificationSettings settings;
  private final Clock clock;
  private final TransactionTemplate ownTransaction;

  Dispatcher(
      StoredNotices notices,
      Mail mail,
      NotificationSettings settings,
      Clock clock,
      PlatformTransactionManager transactions) {
    this.notices = notices;
    this.mail = mail;
    this.settings = settings;
    this.clock = clock;
    ownTransaction = new TransactionTemplate(transactions);
    // an attempt is written down even where the job that made it rolls back
    ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
  }

  /** The time zone in which notices tell the time. */
  public ZoneId zone() {
    return settings.zone();
  }

  /**
   * Stores a notice, within the caller's transaction.
   *
   * @return its id, or nothing where no channel reaches that person or the same notice already exists
   */
  public Optional<Long> submit(Notice notice) {
    return mail.address(notice.person()).flatMap(address -> notices.add(notice, MAIL, clock.instant()));
  }

  /** Tries to deliver the notice once and records the attempt; a {@link DeliveryFailed} asks for a later retry. */
  public void deliver(long noticeId) throws DeliveryFailed {
    Optional<Notice> waiting = notices.undelivered(noticeId);
    if (waiting.isEmpty()) {
      return;
    }
    Notice notice = waiting.get();
    Optional<String> address = mail.address(notice.person());
    if (address.isEmpty()) {
      attempted(noticeId, "There is no way to reach " + notice.person() + " any more.");
      return;
    }
    try {
      mail.send(noticeId, notice, address.get());
    } catch (MailException e) {
      String reason = reason(e);
      attempted(noticeId, reason);
      throw new DeliveryFailed("The notice to " + notice.person() + " was not delivered: " + reason, e);
    }
    ownTransaction.executeWithoutResult(status -> notices.attempted(noticeId, clock.instant(), null));
  }

  private void attempted(long noticeId, String error) {
    ownTransaction.executeWithoutResult(status -> notices.attempted(noticeId, clock.instant(), error));
  }

  private static String reason(MailException e) {
    String text = String.valueOf(e.getMostSpecificCause().getMessage());
    return text.length() <= MAX_ERROR ? text : text.substring(0, MAX_ERROR);
  }
}
