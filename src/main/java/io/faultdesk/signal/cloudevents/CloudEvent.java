package io.faultdesk.signal.cloudevents;

import com.fasterxml.jackson.databind.JsonNode;
import io.faultdesk.shared.Digest;
import io.faultdesk.signal.JsonBody;
import io.faultdesk.signal.Unreadable;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * An event of CloudEvents 1.0 whose data is JSON, with those of its attributes that matter here.
 *
 * @param key the digest of source and id, which together name the event
 * @param time to the millisecond, because that is what tells episodes of an alert apart
 */
record CloudEvent(String key, String type, @Nullable Instant time, JsonNode data) {

  private static final String PREFIX = "ce-";
  private static final int LAST_YEAR = 9999;
  private static final Pattern NAME = Pattern.compile("[a-z0-9]+");
  private static final Pattern JSON = Pattern.compile("[^/]+/([^;/]+\\+)?json\\s*(;.*)?", Pattern.CASE_INSENSITIVE);

  /** Whether any attribute of an event stands in the headers. */
  static boolean inHeaders(HttpServletRequest request) {
    return Collections.list(request.getHeaderNames()).stream().anyMatch(CloudEvent::isAttribute);
  }

  /** Whether that is a kind of JSON. */
  static boolean isJson(String mediaType) {
    return JSON.matcher(mediaType).matches();
  }

  static Unreadable bad(String reason) {
    return new Unreadable(HttpStatus.UNPROCESSABLE_ENTITY, reason);
  }

  /** The event whose attributes are the headers and whose data is the body of that request. */
  static CloudEvent binary(HttpServletRequest request, JsonNode body) throws Unreadable {
    Map<String, String> attributes = new HashMap<>();
    for (String header : Collections.list(request.getHeaderNames())) {
      if (isAttribute(header)) {
        String name = named(header.substring(PREFIX.length()).toLowerCase(Locale.ROOT));
        attributes.put(name, decoded(name, request.getHeader(header).strip()));
      }
    }
    return of(attributes, body);
  }

  /** The event that stands as an object in the body. */
  static CloudEvent structured(JsonNode event) throws IOException {
    if (!event.isObject()) {
      throw bad("an event must be a JSON object");
    }
    Map<String, String> attributes = new HashMap<>();
    for (Map.Entry<String, JsonNode> member : event.properties()) {
      if (!isData(member.getKey()) && !member.getValue().isNull()) {
        if (member.getValue().isContainerNode()) {
          throw bad(member.getKey() + " must be a text, a number or a truth value");
        }
        attributes.put(named(member.getKey()), member.getValue().asText());
      }
    }
    String type = attributes.get("datacontenttype");
    if (type != null && !isJson(type)) {
      throw bad("datacontenttype must be JSON, not \"" + type + "\"");
    }
    return of(attributes, data(event));
  }

  private static CloudEvent of(Map<String, String> attributes, JsonNode data) throws Unreadable {
    String version = required(attributes, "specversion");
    if (!version.equals("1.0")) {
      throw bad("specversion must be 1.0, not \"" + version + "\"");
    }
    String id = required(attributes, "id");
    String source = required(attributes, "source");
    String type = required(attributes, "type");
    if (data.isMissingNode() || data.isNull()) {
      throw bad("data is missing");
    }
    return new CloudEvent(Digest.of("cloudevents", source, id), type, time(attributes.get("time")), data);
  }

  private static JsonNode data(JsonNode event) throws IOException {
    JsonNode packed = event.path("data_base64");
    if (packed.isMissingNode() || packed.isNull()) {
      return event.path("data");
    }
    if (event.has("data")) {
      throw bad("an event has either data or data_base64");
    }
    try {
      return JsonBody.read(new ByteArrayInputStream(Base64.getDecoder().decode(packed.asText())));
    } catch (IllegalArgumentException e) {
      throw bad("data_base64 is not base64");
    }
  }

  private static boolean isData(String member) {
    return member.equals("data") || member.equals("data_base64");
  }

  private static boolean isAttribute(String header) {
    return header.regionMatches(true, 0, PREFIX, 0, PREFIX.length());
  }

  private static String named(String attribute) throws Unreadable {
    if (!NAME.matcher(attribute).matches()) {
      throw bad("the attribute \"" + attribute + "\" must be named by a to z and 0 to 9 only");
    }
    return attribute;
  }

  private static String required(Map<String, String> attributes, String name) throws Unreadable {
    String value = attributes.getOrDefault(name, "");
    if (value.isEmpty()) {
      throw bad(name + " is missing or empty");
    }
    if (!JsonBody.isWhole(value)) {
      throw bad(name + " holds half of a character");
    }
    return value;
  }

  private static @Nullable Instant time(@Nullable String text) throws Unreadable {
    if (text == null) {
      return null;
    }
    try {
      OffsetDateTime time = OffsetDateTime.parse(text);
      if (time.getYear() >= 0 && time.getYear() <= LAST_YEAR) {
        return time.toInstant().truncatedTo(ChronoUnit.MILLIS);
      }
    } catch (DateTimeException e) {
      // refused below like a year that RFC 3339 does not have
    }
    throw bad("time must be an RFC 3339 text, not \"" + text + "\"");
  }

  /** The value that a header carries: quotes are for older senders, everything else unusual is percent-encoded UTF-8. */
  private static String decoded(String name, String header) throws Unreadable {
    boolean quoted = header.length() > 1 && header.startsWith("\"") && header.endsWith("\"");
    String value = quoted ? header.substring(1, header.length() - 1).replaceAll("\\\\(.)", "$1") : header;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      for (int i = 0; i < value.length(); i++) {
        if (value.charAt(i) == '%') {
          bytes.write(HexFormat.fromHexDigits(value, i + 1, i + 3));
          i += 2;
        } else {
          // the server hands out each byte as one character
          bytes.write(value.charAt(i));
        }
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
    } catch (IllegalArgumentException | IndexOutOfBoundsException | CharacterCodingException e) {
      throw bad("the header ce-" + name + " is not percent-encoded UTF-8");
    }
  }
}
