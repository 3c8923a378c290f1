package io.faultdesk.signal.prometheus;

import io.faultdesk.signal.SampleIntake;
import io.faultdesk.signal.SignalSettings;
import io.faultdesk.signal.Unreadable;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The address that Prometheus is given as remote storage. */
@RestController
class RemoteWriteApi {

  private static final Pattern MESSAGE = Pattern.compile(";\\s*proto\\s*=\\s*\"?([^\";\\s]+)");

  private final SampleIntake intake;
  private final RemoteWrite format;

  RemoteWriteApi(SampleIntake intake, SignalSettings settings, Clock clock) {
    this.intake = intake;
    this.format = new RemoteWrite(settings.series(), clock);
  }

  /** In what a newer version sends nothing would be found, and it would take 204 for stored. */
  private static void requireFirstVersion(String contentType) throws Unreadable {
    Matcher message = MESSAGE.matcher(contentType == null ? "" : contentType);
    if (message.find() && !message.group(1).equals("prometheus.WriteRequest")) {
      throw new Unreadable(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE,
          "remote write 1.0 with prometheus.WriteRequest is read here, not " + message.group(1));
    }
  }

  @Operation(summary = "Takes samples as Prometheus writes them to remote storage, version 1.0")
  @PostMapping("/api/v1/write")
  ResponseEntity<?> write(HttpServletRequest request) throws IOException {
    return intake.take(request, body -> {
      requireFirstVersion(request.getContentType());
      return format.read(body);
    });
  }
}
