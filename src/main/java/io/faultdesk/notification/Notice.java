package io.faultdesk.notification;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A message to a person about one step of one incident, or of one other piece of work.
 *
 * @param incident its number; the key of the process where the work has none
 * @param step what happened, such as {@code assigned:TASKID}, {@code resolve-75}; with incident, person and channel the key
 *     that makes a notice unique
 * @param person sign-in name
 * @param subject one line; line breaks in it become blanks, so that no text can add a header to a mail
 */
public record Notice(String incident, String step, String person, String subject, String body) {

  private static final String ASSIGNED = "assigned:";
  private static final String OFFERED = "offered:";
  private static final int MAX_SUBJECT = 200;
  private static final DateTimeFormatter DUE = DateTimeFormatter.ofPattern("EEE d MMM HH:mm zzz", Locale.ENGLISH);

  public Notice {
    subject = subject.replaceAll("\\p{Cntrl}+", " ").strip();
    if (subject.codePointCount(0, subject.length()) > MAX_SUBJECT) {
      subject = subject.substring(0, subject.offsetByCodePoints(0, MAX_SUBJECT - 1)) + "…";
    }
  }

  /** The task that has come to that person or waits for them, where the notice is about one. */
  Optional<String> taskId() {
    return Stream.of(ASSIGNED, OFFERED).filter(step::startsWith).map(start -> step.substring(start.length()))
        .findFirst();
  }

  /**
   * What a notice says of its incident.
   *
   * @param priority null where it is about something else that has neither number nor priority
   */
  public record About(
      String incident,
      String title,
      @Nullable String service,
      @Nullable Integer priority,
      String why,
      @Nullable Instant due) {

    private String subject(String what) {
      return (priority == null ? "" : "[P" + priority + "] " + incident + " ")
          + (service == null ? "" : service + ": ") + what;
    }

    private String body(String first, ZoneId zone) {
      return first
          + "\n\n" + title
          + (why.isBlank() ? "" : "\n\nWhy: " + why)
          + (due == null ? "" : "\nDue: " + DUE.format(due.atZone(zone)))
          + "\n";
    }
  }

  /** A task has come to that person. */
  public static Notice assigned(About about, String task, String taskId, String person, ZoneId zone) {
    return new Notice(about.incident(), ASSIGNED + taskId, person, about.subject(about.title()),
        about.body("You have a task: " + task + ".", zone));
  }

  /** A task waits for that person or others. */
  public static Notice offered(About about, String task, String taskId, String person, ZoneId zone) {
    return new Notice(about.incident(), OFFERED + taskId, person, about.subject(task + ": " + about.title()),
        about.body("A task waits for you or somebody else who may take it: " + task + ".", zone));
  }

  /** Something happened to the incident that gives that person no new task. */
  public static Notice news(About about, String step, String text, String person, ZoneId zone) {
    return new Notice(about.incident(), step, person, about.subject(text), about.body(text, zone));
  }

  /** A clock of the incident has come to that share of its time; at 100 percent the time is over. */
  public static Notice clock(About about, String clock, int percent, String person, ZoneId zone) {
    String time = "time to " + (clock.equals("respond") ? "respond" : "resolve");
    boolean over = percent >= 100;
    String first = over ? "The " + time + " is over." : percent + " % of the " + time + " are gone.";
    return new Notice(about.incident(), clock + "-" + percent, person,
        about.subject(time + (over ? " is over: " : " is running out: ") + about.title()), about.body(first, zone));
  }
}
