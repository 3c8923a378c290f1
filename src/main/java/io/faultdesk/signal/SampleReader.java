package io.faultdesk.signal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import io.faultdesk.shared.ServiceName;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Reads the samples of one request token by token into a {@link SampleTally}. Names that occur again are the same
 * objects. Not for use by two threads.
 */
class SampleReader {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          // Python and others write NaN bare; as a token it is one bad sample, else it were a broken body
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private final Clock clock;
  private final long maxAhead;
  private final Consumer<ServiceName> heard;
  private final SampleTally tally;
  private final Map<String, ServiceName> services = new HashMap<>();
  private final Map<String, String> indicators = new HashMap<>();
  private String lastTimeText = "";
  private long lastTime;

  private @Nullable ServiceName service;
  private @Nullable String indicator;
  private double value;
  private long time;
  private @Nullable String fault;

  SampleReader(Clock clock, Duration maxAhead, Consumer<ServiceName> heard, SampleTally tally) {
    this.clock = clock;
    this.maxAhead = maxAhead.toMillis();
    this.heard = heard;
    this.tally = tally;
  }

  /** Reads one sample per line; a broken line is one rejected sample. */
  void readLines(InputStream body) throws IOException {
    NdjsonLines lines = new NdjsonLines(body);
    for (int index = 0; lines.next(); index++) {
      if (lines.tooLong()) {
        tally.reject(index, "the line is longer than " + NdjsonLines.MAX_LINE + " bytes");
      } else {
        readLine(lines, index);
      }
    }
  }

  private void readLine(NdjsonLines lines, int index) {
    try (JsonParser json = JSON.createParser(lines.buffer(), lines.offset(), lines.length())) {
      json.nextToken();
      Sample sample = sample(json, clock.millis());
      if (json.nextToken() != null) {
        tally.reject(index, "the line holds more than one value");
      } else {
        settle(index, sample);
      }
    } catch (JsonProcessingException e) {
      tally.reject(index, "is not JSON: " + firstLine(e.getOriginalMessage()));
    } catch (IOException e) {
      tally.reject(index, "is not JSON: " + e.getMessage());
    }
  }

  /**
   * Reads one array.
   *
   * @throws Unreadable where it is not an array to its end
   */
  void readArray(InputStream body) throws IOException {
    try (JsonParser json = JSON.createParser(body)) {
      if (json.nextToken() != JsonToken.START_ARRAY) {
        throw new Unreadable(HttpStatus.BAD_REQUEST, "the body must be a JSON array of samples");
      }
      for (int index = 0; json.nextToken() != JsonToken.END_ARRAY; index++) {
        settle(index, sample(json, clock.millis()));
      }
      if (json.nextToken() != null) {
        throw new Unreadable(HttpStatus.BAD_REQUEST, "something follows behind the array of samples");
      }
    } catch (JsonProcessingException e) {
      throw new Unreadable(
          HttpStatus.BAD_REQUEST,
          "the body is not JSON: " + JsonBody.place(e) + firstLine(e.getOriginalMessage()));
    } catch (CharConversionException e) {
      throw new Unreadable(HttpStatus.BAD_REQUEST, "the body is not JSON: " + e.getMessage());
    }
  }

  /**
   * The good samples of a value that is one sample or a list of them; the bad ones are rejected under that index.
   *
   * @param assumed the time of those that do not say it, epoch milliseconds
   */
  List<Sample> readValue(int index, JsonNode value, long assumed) throws IOException {
    List<Sample> good = new ArrayList<>();
    for (JsonNode one : value.isArray() ? value : List.of(value)) {
      try (JsonParser json = one.traverse()) {
        json.nextToken();
        Sample sample = sample(json, assumed);
        if (sample == null) {
          settle(index, null);
        } else {
          good.add(sample);
        }
      }
    }
    return good;
  }

  private void settle(int index, @Nullable Sample sample) {
    if (sample == null) {
      tally.reject(index, fault == null ? "is not a sample" : fault);
    } else {
      tally.offer(index, sample);
    }
  }

  /** The sample that starts at the current token, read to its end; null where it is bad, then {@link #fault} is set. */
  private @Nullable Sample sample(JsonParser json, long assumed) throws IOException {
    service = null;
    indicator = null;
    value = Double.NaN;
    time = assumed;
    fault = null;
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return refuse("a sample must be an object");
    }
    boolean valued = false;
    for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
      json.nextToken();
      switch (field) {
        case "service" -> service = service(text(json, "service"));
        case "indicator" -> indicator = indicator(text(json, "indicator"));
        case "value" -> {
          value = number(json);
          valued = true;
        }
        case "time" -> time = time(json, assumed);
        default -> json.skipChildren();
      }
    }
    return checked(valued, clock.millis());
  }

  private @Nullable Sample checked(boolean valued, long now) {
    if (fault != null) {
      return null;
    }
    if (service == null || indicator == null || !valued) {
      return refuse((service == null ? "service" : indicator == null ? "indicator" : "value") + " is missing");
    }
    if (!Double.isFinite(value)) {
      return refuse("value must be finite");
    }
    if (time > now + maxAhead) {
      return refuse("time lies more than " + Duration.ofMillis(maxAhead).toMinutes() + " minutes ahead");
    }
    return new Sample(service, indicator, value, time);
  }

  private @Nullable String text(JsonParser json, String field) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      return json.getText();
    }
    json.skipChildren();
    refuse(field + " must be a string");
    return null;
  }

  private double number(JsonParser json) throws IOException {
    if (json.currentToken().isNumeric()) {
      return json.getDoubleValue();
    }
    json.skipChildren();
    refuse("value must be a number");
    return Double.NaN;
  }

  private long time(JsonParser json, long assumed) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      return rfc3339(json.getText());
    }
    if (json.currentToken().isNumeric()) {
      // a double, because some languages write every number as one
      return (long) json.getDoubleValue();
    }
    if (json.currentToken() != JsonToken.VALUE_NULL) {
      json.skipChildren();
      refuse("time must be an RFC 3339 text or epoch milliseconds");
    }
    return assumed;
  }

  private long rfc3339(String text) {
    if (!text.equals(lastTimeText)) {
      try {
        lastTime = OffsetDateTime.parse(text).toInstant().toEpochMilli();
        lastTimeText = text;
      } catch (DateTimeException | ArithmeticException e) {
        refuse("time must be an RFC 3339 text or epoch milliseconds");
      }
    }
    return lastTime;
  }

  private @Nullable ServiceName service(@Nullable String name) {
    if (name == null) {
      return null;
    }
    ServiceName known = services.get(name);
    if (known == null && isName("service", name)) {
      known = ServiceName.of(name);
      services.put(name, known);
      heard.accept(known);
    }
    return known;
  }

  private @Nullable String indicator(@Nullable String name) {
    if (name == null) {
      return null;
    }
    String known = indicators.get(name);
    if (known == null && isName("indicator", name)) {
      known = name;
      indicators.put(name, name);
    }
    return known;
  }

  private boolean isName(String field, String name) {
    if (name.isBlank()) {
      refuse(field + " must not be blank");
    } else if (name.length() > ServiceName.MAX_LENGTH) {
      refuse(field + " has more than " + ServiceName.MAX_LENGTH + " characters");
    } else if (name.chars().anyMatch(Character::isISOControl)) {
      refuse(field + " must not hold control characters");
    } else if (!JsonBody.isWhole(name)) {
      refuse(field + " holds half of a character");
    } else {
      return true;
    }
    return false;
  }

  /** Remembers the first thing that is wrong with the sample. */
  private @Nullable Sample refuse(String reason) {
    fault = fault == null ? reason : fault;
    return null;
  }

  private static String firstLine(String message) {
    int end = message.indexOf('\n');
    String line = end < 0 ? message : message.substring(0, end);
    return line.length() <= 200 ? line : line.substring(0, 200);
  }
}
