package io.faultdesk.signal;

import io.faultdesk.catalog.Catalog;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** The way of every message that tells of a change: 2xx is only answered for what is on disk. */
@Component
public class ChangeIntake {

  private final Reception reception;
  private final Changes changes;
  private final Catalog catalog;
  private final Clock clock;

  ChangeIntake(Reception reception, Changes changes, Catalog catalog, Clock clock) {
    this.reception = reception;
    this.changes = changes;
    this.catalog = catalog;
    this.clock = clock;
  }

  /** Takes the message in the body of that request. */
  public ResponseEntity<?> take(HttpServletRequest request, ChangeFormat format) throws IOException {
    return reception.receive(
        request,
        () -> {
          ChangeFormat.Reading reading = format.read(request.getInputStream(), clock.instant());
          changes.store(reading.change(), reading.dated());
          catalog.heardOf(reading.change().service());
          return format.stored();
        },
        format::refused);
  }
}
