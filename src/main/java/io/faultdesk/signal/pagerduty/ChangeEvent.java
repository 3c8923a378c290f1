package io.faultdesk.signal.pagerduty;

import com.fasterxml.jackson.databind.JsonNode;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.signal.Change;
import io.faultdesk.signal.Change.Link;
import io.faultdesk.signal.ChangeFormat;
import io.faultdesk.signal.JsonBody;
import io.faultdesk.signal.Unreadable;
import io.faultdesk.signal.pagerduty.Event.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;

/**
 * A change event of PagerDuty's Events API v2. It has no key of its own: the same content is the same change. The service is
 * {@code payload.component}, else {@code payload.custom_details.service}, else {@code payload.source}.
 */
class ChangeEvent implements ChangeFormat {

  private static final int MAX_SUMMARY = 1024;
  private static final int MAX_LINKS = 20;

  /** Some senders leave out the colon of the offset, as PagerDuty's own examples do. */
  private static final DateTimeFormatter WITHOUT_COLON =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendOffset("+HHMM", "Z")
          .toFormatter(Locale.ROOT);

  @Override
  public Reading read(InputStream body, Instant now) throws IOException {
    JsonNode event = JsonBody.read(body);
    JsonNode payload = event.path("payload");
    String summary = Event.required(payload, "summary");
    Instant said = time(Event.text(payload, "timestamp"));
    Instant at = said == null || said.isAfter(now) ? now : said;
    Change change =
        new Change(
            service(payload),
            at.truncatedTo(ChronoUnit.MILLIS),
            shortened(summary),
            source(payload, event),
            details(payload),
            links(event));
    return new Reading(change, said != null && said.equals(at));
  }

  private static ServiceName service(JsonNode payload) throws Unreadable {
    String component = Event.text(payload, "component");
    if (!component.isEmpty()) {
      return Event.service(component, "payload.component");
    }
    String detail = Event.text(payload.path("custom_details"), "service");
    return detail.isEmpty()
        ? Event.service(Event.required(payload, "source"), "payload.source")
        : Event.service(detail, "payload.custom_details.service");
  }

  private static String source(JsonNode payload, JsonNode event) throws Unreadable {
    String source = Event.text(payload, "source");
    String client = Event.text(event, "client");
    return !source.isEmpty() ? source : client.isEmpty() ? "PagerDuty change event" : client;
  }

  private static Map<String, String> details(JsonNode payload) throws Unreadable {
    Map<String, String> details = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> detail : payload.path("custom_details").properties()) {
      JsonNode value = detail.getValue();
      String text = value.isValueNode() ? value.asText().strip() : value.toString();
      if (!JsonBody.isWhole(detail.getKey() + text)) {
        throw Event.invalid("payload.custom_details holds half of a character");
      }
      if (!text.isEmpty() && !value.isNull()) {
        details.put(detail.getKey(), text);
      }
    }
    return details;
  }

  /** Links and then images, which are links that PagerDuty shows. */
  private static List<Link> links(JsonNode event) throws Unreadable {
    List<Link> links = new ArrayList<>();
    for (JsonNode link : event.path("links")) {
      add(links, Event.text(link, "href"), Event.text(link, "text"));
    }
    for (JsonNode image : event.path("images")) {
      String href = Event.text(image, "href");
      add(links, href.isEmpty() ? Event.text(image, "src") : href, Event.text(image, "alt"));
    }
    return links;
  }

  private static void add(List<Link> links, String href, String text) {
    if (!href.isEmpty() && links.size() < MAX_LINKS) {
      links.add(new Link(href, text.isEmpty() ? null : text));
    }
  }

  private static @Nullable Instant time(String text) throws Unreadable {
    if (text.isEmpty()) {
      return null;
    }
    for (DateTimeFormatter notation : List.of(DateTimeFormatter.ISO_OFFSET_DATE_TIME, WITHOUT_COLON)) {
      try {
        OffsetDateTime time = OffsetDateTime.parse(text, notation);
        if (time.getYear() >= 0) {
          return time.toInstant();
        }
      } catch (DateTimeException e) {
        // the next notation, or none
      }
    }
    throw Event.invalid("payload.timestamp must be an ISO 8601 time with its offset, not \"" + text + "\"");
  }

  private static String shortened(String summary) {
    int length = summary.codePointCount(0, summary.length());
    return length <= MAX_SUMMARY ? summary : summary.substring(0, summary.offsetByCodePoints(0, MAX_SUMMARY));
  }

  @Override
  public ResponseEntity<?> stored() {
    return ResponseEntity.accepted().body(new Answer("success", "Change event processed", null, null));
  }

  @Override
  public ResponseEntity<?> refused(HttpStatusCode status, String reason) {
    return Event.refusal(status, reason);
  }
}
