package io.faultdesk.signal.nagios;

import io.faultdesk.shared.Category;
import io.faultdesk.shared.Digest;
import io.faultdesk.shared.Severity;
import io.faultdesk.signal.Alert;
import io.faultdesk.signal.AlertFormat;
import io.faultdesk.signal.AlertReading;
import io.faultdesk.signal.AlertReading.Item;
import io.faultdesk.signal.MacroMessage;
import io.faultdesk.signal.Remark;
import io.faultdesk.signal.Unreadable;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A notification of Nagios 4 about a host or a service, its macros as a flat JSON object. One alert is one host or one
 * service of it, because the numbers of problems change while a problem lasts; the notification's time stands for the
 * beginning, so that what comes late or twice is known as such.
 */
class Notification implements AlertFormat {

  private static final String SENDER = "nagios";

  /** What people say and what only announces something; the state such a message also tells is no news. */
  private static final Set<String> REMARKS = Set.of("ACKNOWLEDGEMENT", "CUSTOM", "DOWNTIMESTART", "FLAPPINGSTART");

  /** What only tells the state; everything else is worth a line on the timeline, also where nobody comments on it. */
  private static final Set<String> STATES = Set.of("PROBLEM", "RECOVERY");

  private static final Pattern ESCAPED = Pattern.compile("\\\\[\\\\n]");

  private final Duration staleAfter;

  /** @param staleAfter how long a problem stands of which nothing more is heard; zero for ever */
  Notification(Duration staleAfter) {
    this.staleAfter = staleAfter;
  }

  @Override
  public AlertReading read(InputStream body, Instant now) throws IOException {
    MacroMessage message = MacroMessage.read(body);
    boolean host = message.text("servicedesc") == null;
    String state = message.required(host ? "hoststate" : "servicestate");
    boolean firing = !Set.of("OK", "UP").contains(state);
    Instant time = time(message, now);
    Alert alert =
        new Alert(
            identity(message),
            message.service("hostname"),
            message.text("servicedesc", "host"),
            severity(state),
            host ? Category.AVAILABILITY : Category.OTHER,
            firing,
            time,
            firing ? AlertFormat.lease(now, staleAfter) : time,
            labels(message, state),
            annotations(message, host ? "host" : "service"),
            SENDER);
    return new AlertReading(List.of(new Item(alert, remark(message))));
  }

  private static String identity(MacroMessage message) throws Unreadable {
    return Digest.of(SENDER, message.required("hostname"), message.text("servicedesc", ""));
  }

  private static Instant time(MacroMessage message, Instant now) throws Unreadable {
    String time = message.text("timet");
    try {
      return time == null ? now : Instant.ofEpochSecond(Long.parseLong(time));
    } catch (NumberFormatException | DateTimeException e) {
      throw MacroMessage.refused("timet", "must be seconds since 1970, not " + time);
    }
  }

  private static Severity severity(String state) throws Unreadable {
    return switch (state) {
      case "CRITICAL", "DOWN" -> Severity.CRITICAL;
      case "UNREACHABLE" -> Severity.MAJOR;
      case "WARNING", "UNKNOWN" -> Severity.MINOR;
      case "OK", "UP" -> Severity.WARNING;
      default -> throw MacroMessage.refused("the state", "is none that Nagios has: " + state);
    };
  }

  private static Map<String, String> labels(MacroMessage message, String state) throws Unreadable {
    Map<String, String> labels = new TreeMap<>();
    labels.put("alertname", message.text("servicedesc", "host"));
    labels.put("service", message.required("hostname"));
    labels.put("state", state);
    message.copy(labels, Map.of("hostname", "host", "hostaddress", "address", "hostgroupnames", "hostgroups",
        "servicegroupnames", "servicegroups"));
    return labels;
  }

  private static Map<String, String> annotations(MacroMessage message, String kind) {
    Map<String, String> annotations = new TreeMap<>();
    message.copy(annotations, Map.of(kind + "output", "summary", "hostalias", "host alias", "serviceperfdata",
        "performance data"));
    String more = message.text("long" + kind + "output");
    if (more != null) {
      annotations.put("description", ESCAPED.matcher(more).replaceAll(Notification::unescaped));
    }
    return annotations;
  }

  /** Nagios writes a line break as backslash and n, and a backslash as two. */
  private static String unescaped(MatchResult escaped) {
    return escaped.group().equals("\\n") ? "\n" : Matcher.quoteReplacement("\\");
  }

  private static @Nullable Remark remark(MacroMessage message) {
    String type = message.text("notificationtype", "PROBLEM");
    String comment = message.text("notificationcomment", message.text("comment", ""));
    boolean only = REMARKS.contains(type);
    if (STATES.contains(type) && comment.isEmpty()) {
      return null;
    }
    String author = message.text("notificationauthor", message.text("author", "somebody"));
    return new Remark(
        author + " (Nagios)",
        comment.isEmpty() ? type : type + ": " + comment,
        type.equals("ACKNOWLEDGEMENT"),
        only);
  }
}
