package io.faultdesk.signal.alertmanager;

import io.faultdesk.signal.AlertIntake;
import io.faultdesk.signal.SignalSettings;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The two addresses to which Prometheus and Alertmanager post. */
@RestController
class AlertmanagerApi {

  private static final String ALERTS = "/api/v2/alerts";
  private static final String WEBHOOK = "/api/v1/intake/alertmanager";

  private final AlertIntake intake;
  private final PostedAlerts postedAlerts = new PostedAlerts();
  private final Webhook webhook;

  AlertmanagerApi(AlertIntake intake, SignalSettings settings) {
    this.intake = intake;
    this.webhook = new Webhook(settings.webhookStaleAfter());
  }

  @Operation(summary = "Takes a list of alerts as Alertmanager's API v2 does")
  @PostMapping(ALERTS)
  ResponseEntity<?> alerts(HttpServletRequest request) throws IOException {
    return intake.take(request, postedAlerts);
  }

  @Operation(summary = "Takes Alertmanager's webhook, version 4")
  @PostMapping(WEBHOOK)
  ResponseEntity<?> webhook(HttpServletRequest request) throws IOException {
    return intake.take(request, webhook);
  }

  /** Any other method, because the common answer to it would not be in Alertmanager's format. */
  @Operation(hidden = true)
  @RequestMapping({ALERTS, WEBHOOK})
  ResponseEntity<?> otherMethod(HttpServletRequest request) {
    String allowed = request.getServletPath().equals(ALERTS) ? "GET,POST" : "POST";
    ResponseEntity<ErrorBody> answer =
        ErrorBody.answer(
            HttpStatus.METHOD_NOT_ALLOWED,
            "method " + request.getMethod() + " is not allowed, but [" + allowed + "] are");
    return ResponseEntity.status(answer.getStatusCode())
        .headers(answer.getHeaders())
        .header("Allow", allowed)
        .body(answer.getBody());
  }
}
