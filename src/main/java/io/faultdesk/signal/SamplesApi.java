package io.faultdesk.signal;

import static io.faultdesk.signal.Reception.problem;

import io.faultdesk.catalog.Catalog;
import io.micrometer.core.instrument.MeterRegistry;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Takes measured numbers, as a JSON array or, without holding them, line by line. */
@RestController
class SamplesApi {

  private static final MediaType NDJSON = MediaType.parseMediaType("application/x-ndjson");

  /** Samples handed on together; more would only hold memory. */
  private static final int BATCH = 1000;

  private final Reception reception;
  private final SampleSink sink;
  private final Catalog catalog;
  private final DeadLetters deadLetters;
  private final Clock clock;
  private final SignalSettings settings;
  private final MeterRegistry meters;

  SamplesApi(
      Reception reception,
      SampleSink sink,
      Catalog catalog,
      DeadLetters deadLetters,
      Clock clock,
      SignalSettings settings,
      MeterRegistry meters) {
    this.reception = reception;
    this.sink = sink;
    this.catalog = catalog;
    this.deadLetters = deadLetters;
    this.clock = clock;
    this.settings = settings;
    this.meters = meters;
  }

  @Operation(
      summary = "Takes samples; time is RFC 3339 or epoch milliseconds, default now",
      requestBody = @RequestBody(
          required = true,
          content = {
            @Content(
                mediaType = "application/json",
                examples = @ExampleObject("[{\"service\":\"crm-api\",\"indicator\":\"response_time\",\"value\":0.41}]")),
            @Content(
                mediaType = "application/x-ndjson",
                examples = @ExampleObject("{\"service\":\"crm-api\",\"indicator\":\"response_time\",\"value\":0.41}"))
          }))
  @PostMapping("/api/v1/samples")
  ResponseEntity<?> samples(HttpServletRequest request) throws IOException {
    boolean lines = NDJSON.isCompatibleWith(mediaType(request));
    // an array is all or nothing: a broken one is sent again whole
    SampleTally tally = new SampleTally(sink, lines ? BATCH : Integer.MAX_VALUE);
    return reception.receive(
        request,
        () -> taken(request, lines, tally),
        (status, reason) -> Receipt.of(tally).refused(problem(status, reason)));
  }

  private ResponseEntity<?> taken(HttpServletRequest request, boolean lines, SampleTally tally) throws IOException {
    try {
      read(request, lines, tally);
    } catch (Unreadable e) {
      if (lines) {
        tally.flush();
      }
      throw e;
    } finally {
      tally.count(meters);
    }
    Receipt receipt = Receipt.of(tally);
    if (receipt.rejectedCount() > 0) {
      deadLetters.keep(request, receipt.firstReason("samples"));
    }
    return receipt.answer(HttpStatus.BAD_REQUEST, "no-good-sample", "none of the samples could be taken");
  }

  private void read(HttpServletRequest request, boolean lines, SampleTally tally) throws IOException {
    SampleReader reader = new SampleReader(clock, settings.maxAhead(), catalog::heardOf, tally);
    if (lines) {
      reader.readLines(request.getInputStream());
    } else if (MediaType.APPLICATION_JSON.isCompatibleWith(mediaType(request))) {
      reader.readArray(request.getInputStream());
    } else {
      throw new Unreadable(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE, "samples come as application/json or application/x-ndjson");
    }
    tally.flush();
  }

  private static @Nullable MediaType mediaType(HttpServletRequest request) {
    try {
      return request.getContentType() == null ? null : MediaType.parseMediaType(request.getContentType());
    } catch (InvalidMediaTypeException e) {
      return null;
    }
  }
}
