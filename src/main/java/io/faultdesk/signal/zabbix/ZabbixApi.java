package io.faultdesk.signal.zabbix;

import io.faultdesk.signal.AlertIntake;
import io.faultdesk.signal.SignalSettings;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The address to which the script of Zabbix' media type posts. */
@RestController
class ZabbixApi {

  private final AlertIntake intake;
  private final Event format;

  ZabbixApi(AlertIntake intake, SignalSettings settings) {
    this.intake = intake;
    this.format = new Event(settings.zabbixZone(), settings.zabbixStaleAfter());
  }

  @Operation(summary = "Takes an event of Zabbix")
  @PostMapping("/api/v1/intake/zabbix")
  ResponseEntity<?> event(HttpServletRequest request) throws IOException {
    return intake.take(request, format);
  }
}
