package io.faultdesk.signal.nagios;

import io.faultdesk.signal.AlertIntake;
import io.faultdesk.signal.SignalSettings;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The address to which Nagios' notification command posts. */
@RestController
class NagiosApi {

  private final AlertIntake intake;
  private final Notification format;

  NagiosApi(AlertIntake intake, SignalSettings settings) {
    this.intake = intake;
    this.format = new Notification(settings.nagiosStaleAfter());
  }

  @Operation(summary = "Takes a notification of Nagios")
  @PostMapping("/api/v1/intake/nagios")
  ResponseEntity<?> notification(HttpServletRequest request) throws IOException {
    return intake.take(request, format);
  }
}
