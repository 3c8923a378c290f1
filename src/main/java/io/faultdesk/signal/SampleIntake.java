package io.faultdesk.signal;

import static io.faultdesk.signal.Reception.problem;
import static java.util.stream.Collectors.joining;

import io.faultdesk.catalog.Catalog;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/**
 * The way of every message of another monitor that holds samples. It is taken as long as anything in it can be read, since those who
 * send in bulk drop what is refused; what comes too late or too early for the windows is only counted.
 */
@Component
public class SampleIntake {

  private static final int MAX_NAMED = 10;

  private final Reception reception;
  private final SampleSink sink;
  private final Catalog catalog;
  private final DeadLetters deadLetters;
  private final Clock clock;
  private final Duration maxAhead;
  private final MeterRegistry meters;

  SampleIntake(
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
    this.maxAhead = settings.maxAhead();
    this.meters = meters;
  }

  /** Takes the message in the body of that request: 204 once its samples are in the windows. */
  public ResponseEntity<?> take(HttpServletRequest request, SampleFormat format) throws IOException {
    return reception.receive(
        request, () -> taken(request, format), (status, reason) -> ResponseEntity.of(problem(status, reason)).build());
  }

  private ResponseEntity<?> taken(HttpServletRequest request, SampleFormat format) throws IOException {
    SampleFormat.Reading reading = format.read(request.getInputStream());
    take(reading);
    if (!reading.faults().isEmpty()) {
      deadLetters.keep(request, reading.faults().stream().limit(MAX_NAMED).collect(joining("; ")));
    }
    return ResponseEntity.noContent().build();
  }

  private void take(SampleFormat.Reading reading) {
    long latest = clock.instant().plus(maxAhead).toEpochMilli();
    SampleTally tally = new SampleTally(sink, Integer.MAX_VALUE);
    for (Sample sample : reading.samples()) {
      if (Double.isFinite(sample.value()) && sample.time() <= latest) {
        catalog.heardOf(sample.service());
        tally.offer(tally.size(), sample);
      } else {
        tally.reject(tally.size(), "is not finite or too far ahead");
      }
    }
    reading.faults().forEach(fault -> tally.reject(tally.size(), fault));
    tally.flush();
    sink.end(reading.ends().stream().filter(end -> end.time() <= latest).toList());
    tally.count(meters);
    meters.counter(SampleTally.COUNTER, "outcome", "unmapped").increment(reading.unmapped());
  }
}
