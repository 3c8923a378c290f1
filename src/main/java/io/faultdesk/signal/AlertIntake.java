package io.faultdesk.signal;

import static java.util.stream.Collectors.joining;

import io.faultdesk.catalog.Catalog;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** The way of every alert message: read it, store what is good, keep what is not, answer in the sender's format. */
@Component
public class AlertIntake {

  private final Reception reception;
  private final Inbox inbox;
  private final DeadLetters deadLetters;
  private final Catalog catalog;
  private final Clock clock;

  AlertIntake(Reception reception, Inbox inbox, DeadLetters deadLetters, Catalog catalog, Clock clock) {
    this.reception = reception;
    this.inbox = inbox;
    this.deadLetters = deadLetters;
    this.catalog = catalog;
    this.clock = clock;
  }

  /** Takes the message in the body of that request; 2xx is only answered for what is on disk. */
  public ResponseEntity<?> take(HttpServletRequest request, AlertFormat format) throws IOException {
    return reception.receive(request, () -> store(request, format), format::refused);
  }

  private ResponseEntity<?> store(HttpServletRequest request, AlertFormat format) throws IOException {
    requireJson(request.getContentType());
    AlertReading reading = format.read(request.getInputStream(), clock.instant());
    inbox.store(reading, SenderLimits.sender(request));
    reading.alerts().forEach(item -> catalog.heardOf(item.alert().service()));
    if (!reading.faults().isEmpty()) {
      deadLetters.keep(
          request, reading.faults().stream().limit(10).map(Object::toString).collect(joining("; ")));
    }
    return format.stored(reading);
  }

  private static void requireJson(String contentType) throws Unreadable {
    try {
      if (contentType != null && MediaType.APPLICATION_JSON.includes(MediaType.parseMediaType(contentType))) {
        return;
      }
    } catch (InvalidMediaTypeException e) {
      // refused below like any other type
    }
    throw new Unreadable(
        HttpStatus.UNSUPPORTED_MEDIA_TYPE,
        "unsupported media type \"" + contentType + "\", only [application/json] are allowed");
  }
}
