package io.faultdesk.signal.prometheus;

import io.faultdesk.signal.SampleIntake;
import io.faultdesk.signal.SignalSettings;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The address that Prometheus is given as remote storage. */
@RestController
class RemoteWriteApi {

  private final SampleIntake intake;
  private final RemoteWrite format;

  RemoteWriteApi(SampleIntake intake, SignalSettings settings, Clock clock) {
    this.intake = intake;
    this.format = new RemoteWrite(settings.series(), clock);
  }

  @Operation(summary = "Takes samples as Prometheus writes them to remote storage, version 1.0")
  @PostMapping("/api/v1/write")
  ResponseEntity<?> write(HttpServletRequest request) throws IOException {
    return intake.take(request, format);
  }
}
