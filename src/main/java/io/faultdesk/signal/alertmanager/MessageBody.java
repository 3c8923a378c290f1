package io.faultdesk.signal.alertmanager;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.faultdesk.signal.AlertReading;
import io.faultdesk.signal.AlertReading.Fault;
import io.faultdesk.signal.AlertReading.Item;
import io.faultdesk.signal.Unreadable;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** What both languages have in common: a JSON document with a list of alerts, each good or bad for itself. */
final class MessageBody {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private MessageBody() {}

  /** Reads one alert of a list. */
  @FunctionalInterface
  interface AlertReader {
    Item read(AlertNode alert) throws BadAlert;
  }

  /** The document, or a missing node where the body is empty. */
  static JsonNode json(InputStream body) throws IOException {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new Unreadable(HttpStatus.BAD_REQUEST, "the body is not JSON: " + e.getOriginalMessage());
    } catch (CharConversionException e) {
      throw new Unreadable(HttpStatus.BAD_REQUEST, "the body is not JSON: " + e.getMessage());
    }
  }

  static AlertReading read(
      JsonNode alerts, AlertReader reader, @Nullable String groupKey, boolean groupOver) {
    List<Item> items = new ArrayList<>();
    List<Fault> faults = new ArrayList<>();
    for (int index = 0; index < alerts.size(); index++) {
      try {
        AlertNode alert = new AlertNode(alerts.get(index));
        alert.requireObject();
        items.add(reader.read(alert));
      } catch (BadAlert e) {
        faults.add(new Fault(index, e.code(), String.valueOf(e.getMessage())));
      }
    }
    return new AlertReading(items, faults, groupKey, groupOver);
  }
}
