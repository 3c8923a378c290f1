package io.faultdesk.signal.cloudevents;

import io.faultdesk.signal.EventIntake;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The address to which CloudEvents are posted. */
@RestController
class CloudEventsApi {

  private final EventIntake intake;
  private final Message format = new Message();

  CloudEventsApi(EventIntake intake) {
    this.intake = intake;
  }

  @Operation(
      summary = "Takes alerts and samples as CloudEvents 1.0, each source and id once",
      requestBody = @RequestBody(
          required = true,
          content = {
            @Content(
                mediaType = Message.ONE,
                examples = @ExampleObject("""
                    {"specversion":"1.0","id":"7","source":"/crm/checks","type":"io.faultdesk.alert.v1",
                     "data":{"labels":{"alertname":"DiskFull","service":"crm-db","severity":"critical"}}}""")),
            @Content(
                mediaType = Message.BATCH,
                examples = @ExampleObject("""
                    [{"specversion":"1.0","id":"8","source":"/crm/checks","type":"io.faultdesk.sample.v1",
                     "data":{"service":"crm-api","indicator":"response-time","value":41}}]"""))
          }))
  @PostMapping("/api/v1/intake/cloudevents")
  ResponseEntity<?> events(HttpServletRequest request) throws IOException {
    return intake.take(request, format);
  }
}
