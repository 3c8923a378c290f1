package io.faultdesk.signal.pagerduty;

import io.faultdesk.signal.AlertIntake;
import io.faultdesk.signal.ChangeIntake;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The addresses that senders of PagerDuty events are given instead of PagerDuty's. */
@RestController
class EventsApi {

  private final AlertIntake intake;
  private final ChangeIntake changes;
  private final Event format = new Event();
  private final ChangeEvent changeFormat = new ChangeEvent();

  EventsApi(AlertIntake intake, ChangeIntake changes) {
    this.intake = intake;
    this.changes = changes;
  }

  @Operation(summary = "Takes an event as PagerDuty's Events API v2 does; its routing_key is an API token")
  @PostMapping("/v2/enqueue")
  ResponseEntity<?> enqueue(HttpServletRequest request) throws IOException {
    return intake.take(request, format);
  }

  @Operation(summary = "Takes a change event as PagerDuty's Events API v2 does; its routing_key is an API token")
  @PostMapping("/v2/change/enqueue")
  ResponseEntity<?> change(HttpServletRequest request) throws IOException {
    return changes.take(request, changeFormat);
  }
}
