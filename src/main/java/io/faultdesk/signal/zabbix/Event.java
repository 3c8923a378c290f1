package io.faultdesk.signal.zabbix;

import com.fasterxml.jackson.databind.JsonNode;
import io.faultdesk.shared.Category;
import io.faultdesk.shared.Digest;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.Severity;
import io.faultdesk.signal.Alert;
import io.faultdesk.signal.AlertFormat;
import io.faultdesk.signal.AlertReading;
import io.faultdesk.signal.AlertReading.Item;
import io.faultdesk.signal.JsonBody;
import io.faultdesk.signal.MacroMessage;
import io.faultdesk.signal.Remark;
import io.faultdesk.signal.Unreadable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A problem of Zabbix 6 with its updates and its end, a flat JSON object of macros. They all carry the number of the problem's
 * event, which makes them one alert.
 */
class Event implements AlertFormat {

  private static final String SENDER = "zabbix";
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu.MM.dd HH:mm:ss");

  /** In the words of an update, {@code unacknowledged} is another thing. */
  private static final Pattern ACKNOWLEDGED = Pattern.compile("(?<!un)acknowledged");

  /** How the text of Zabbix' last message about a problem begins whose host or trigger nobody watches any more. */
  private static final Pattern CANCELED = Pattern.compile("NOTE: Escalation canceled: .*");

  private final ZoneId zone;
  private final Duration staleAfter;

  /**
   * The format for a Zabbix server.
   *
   * @param zone of the user of that server who gets the messages, in which its macros tell the time
   * @param staleAfter how long a problem stands of which nothing more is heard; zero for ever
   */
  Event(ZoneId zone, Duration staleAfter) {
    this.zone = zone;
    this.staleAfter = staleAfter;
  }

  @Override
  public AlertReading read(InputStream body, Instant now) throws IOException {
    MacroMessage message = MacroMessage.read(body);
    boolean firing = isProblem(message.required("event_value"));
    ServiceName service = message.service("host_name");
    String name = message.text("event_name", "problem " + message.required("event_id"));
    Map<String, String> labels = tags(message);
    message.copy(labels, Map.of("host_name", "host", "host_ip", "address", "event_severity", "severity",
        "trigger_id", "trigger"));
    labels.put("alertname", name);
    labels.putIfAbsent("service", service.value());
    Instant startsAt = time(message, "event_date", "event_time", now);
    Instant endsAt =
        firing ? AlertFormat.lease(now, staleAfter) : time(message, "event_recovery_date", "event_recovery_time", now);
    Alert alert =
        new Alert(
            Digest.of(SENDER, message.required("event_id"), service.value()),
            service,
            name,
            severity(message),
            Category.orOther(labels.get("category")),
            firing,
            startsAt,
            endsAt,
            labels,
            annotations(message, name),
            SENDER);
    return new AlertReading(List.of(new Item(alert, remark(message))));
  }

  private static boolean isProblem(String value) throws Unreadable {
    return switch (value) {
      case "1" -> true;
      case "0" -> false;
      default -> throw MacroMessage.refused("event_value", "must be 1 for a problem or 0 for its end, not " + value);
    };
  }

  private Instant time(MacroMessage message, String dateField, String timeField, Instant now) throws Unreadable {
    String date = message.text(dateField);
    String time = message.text(timeField);
    if (date == null || time == null) {
      return now;
    }
    try {
      return LocalDateTime.parse(date + " " + time, TIME).atZone(zone).toInstant();
    } catch (DateTimeException e) {
      throw MacroMessage.refused(
          dateField + " and " + timeField, "must be like 2026.11.20 and 18:22:20, not " + date + " " + time);
    }
  }

  /** From disaster to not classified, by number because words are translated. */
  private static Severity severity(MacroMessage message) throws Unreadable {
    String number = message.text("event_nseverity", "4");
    return switch (number) {
      case "5" -> Severity.CRITICAL;
      case "4" -> Severity.MAJOR;
      case "3" -> Severity.MINOR;
      case "2", "1", "0" -> Severity.WARNING;
      default -> throw MacroMessage.refused("event_nseverity", "must be from 0 to 5, not " + number);
    };
  }

  /** The tags, which come as a JSON list within a text. */
  private static Map<String, String> tags(MacroMessage message) throws IOException {
    Map<String, String> tags = new TreeMap<>();
    String text = message.text("event_tags");
    if (text == null) {
      return tags;
    }
    JsonNode list;
    try {
      list = JsonBody.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    } catch (Unreadable e) {
      throw MacroMessage.refused("event_tags", "is not a list in JSON: " + e.reason());
    }
    if (list.size() > AlertFormat.MAX_TEXTS) {
      throw MacroMessage.refused("event_tags", "has more than " + AlertFormat.MAX_TEXTS + " entries");
    }
    Map<String, StringJoiner> values = new TreeMap<>();
    for (JsonNode tag : list) {
      String name = tag.path("tag").asText();
      if (!name.isBlank()) {
        values.computeIfAbsent(name, first -> new StringJoiner(", ")).add(tag.path("value").asText());
      }
    }
    values.forEach((name, joined) -> tags.put(name, joined.toString()));
    return tags;
  }

  private static Map<String, String> annotations(MacroMessage message, String name) {
    Map<String, String> annotations = new TreeMap<>();
    annotations.put("summary", name);
    message.copy(annotations, Map.of("trigger_description", "description", "event_opdata", "data"));
    return annotations;
  }

  /**
   * What somebody says. The state counts besides, because an update may overtake its problem where Zabbix had to try again; it
   * does not count where Zabbix only says that it gives the problem up.
   */
  private static @Nullable Remark remark(MacroMessage message) {
    Matcher canceled = CANCELED.matcher(message.text("alert_message", ""));
    if (canceled.lookingAt()) {
      return new Remark("Zabbix", canceled.group(), false, true);
    }
    if (!message.text("event_update_status", "0").equals("1")) {
      return null;
    }
    String action = message.text("event_update_action", "updated");
    String words = message.text("event_update_message");
    return new Remark(
        message.text("event_update_user", "somebody") + " (Zabbix)",
        words == null ? action : action + ": " + words,
        ACKNOWLEDGED.matcher(action).find(),
        false);
  }
}
