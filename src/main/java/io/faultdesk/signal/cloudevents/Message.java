package io.faultdesk.signal.cloudevents;

import com.fasterxml.jackson.databind.JsonNode;
import io.faultdesk.signal.AlertReading.Item;
import io.faultdesk.signal.EventFormat;
import io.faultdesk.signal.EventReading;
import io.faultdesk.signal.EventReading.Fault;
import io.faultdesk.signal.EventReading.Measured;
import io.faultdesk.signal.JsonBody;
import io.faultdesk.signal.Unreadable;
import io.faultdesk.signal.alertmanager.EnvelopedAlert;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.http.HttpStatus;

/**
 * A request that brings CloudEvents in one of the three modes of the HTTP binding: one event in headers and body, one as a JSON
 * object, or a list of those. {@value #ALERT} holds an alert as Alertmanager writes it, {@value #SAMPLE} one sample or a list of
 * them as the samples route takes it; without a time of their own both have the event's.
 */
class Message implements EventFormat {

  static final String ONE = "application/cloudevents+json";
  static final String BATCH = "application/cloudevents-batch+json";
  static final String ALERT = "io.faultdesk.alert.v1";
  static final String SAMPLE = "io.faultdesk.sample.v1";

  private static final String SENDER = "cloudevents";

  @Override
  public EventReading read(HttpServletRequest request, Instant now) throws IOException {
    String type = mediaType(request);
    Events events = new Events(now);
    // the longer name first, because the shorter one is its beginning
    if (type.startsWith("application/cloudevents-batch")) {
      require(type, BATCH);
      batch(request, events);
    } else if (type.startsWith("application/cloudevents")) {
      require(type, ONE);
      JsonNode event = JsonBody.read(request.getInputStream());
      events.add(() -> CloudEvent.structured(event));
    } else {
      binary(request, type, events);
    }
    return new EventReading(events.alerts, events.measured, events.faults);
  }

  private static void batch(HttpServletRequest request, Events events) throws IOException {
    JsonNode list = JsonBody.read(request.getInputStream());
    if (!list.isArray()) {
      throw new Unreadable(HttpStatus.BAD_REQUEST, "a batch must be a JSON array of events");
    }
    for (JsonNode event : list) {
      events.add(() -> CloudEvent.structured(event));
    }
  }

  private static void binary(HttpServletRequest request, String type, Events events) throws IOException {
    if (!CloudEvent.inHeaders(request)) {
      throw unsupported("neither the content type " + ONE + " or " + BATCH + " nor headers named ce-");
    }
    if (!type.isEmpty() && !CloudEvent.isJson(type)) {
      throw unsupported("the data of an event must be JSON, not " + type);
    }
    JsonNode data = JsonBody.read(request.getInputStream());
    events.add(() -> CloudEvent.binary(request, data));
  }

  private static void require(String type, String wanted) throws Unreadable {
    if (!type.equals(wanted)) {
      throw unsupported("events are read as " + wanted + ", not as " + type);
    }
  }

  private static Unreadable unsupported(String reason) {
    return new Unreadable(HttpStatus.UNSUPPORTED_MEDIA_TYPE, reason);
  }

  private static String mediaType(HttpServletRequest request) {
    String type = request.getContentType();
    return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  /** Gives one event, or says why it is none. */
  @FunctionalInterface
  private interface Source {
    CloudEvent event() throws IOException;
  }

  /** Sorts the events of one request, each good or bad for itself. */
  private static final class Events {

    private final Instant now;
    private final List<Item> alerts = new ArrayList<>();
    private final List<Measured> measured = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private int count;

    Events(Instant now) {
      this.now = now.truncatedTo(ChronoUnit.MILLIS);
    }

    void add(Source source) throws IOException {
      int index = count++;
      try {
        sort(index, source.event());
      } catch (Unreadable e) {
        faults.add(new Fault(index, e.reason()));
      }
    }

    private void sort(int index, CloudEvent event) throws Unreadable {
      Instant time = event.time() == null ? now : event.time();
      switch (event.type()) {
        case ALERT -> alerts.add(EnvelopedAlert.read(event.data(), SENDER, time, now).once(event.key()));
        case SAMPLE -> measured.add(new Measured(index, event.key(), event.data(), time));
        default ->
            throw CloudEvent.bad("type must be " + ALERT + " or " + SAMPLE + ", not \"" + event.type() + "\"");
      }
    }
  }
}
