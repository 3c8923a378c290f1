package io.faultdesk.signal;

import static java.util.stream.Collectors.joining;

import io.faultdesk.catalog.Catalog;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * The way of every message of another monitor that holds samples. It is taken as long as anything in it can be read, since those who
 * send in bulk drop what is refused; what comes too late or too early for the windows is only counted.
 */
@Component
public class SampleIntake {

  private static final int MAX_NAMED = 10;

  private final SampleSink sink;
  private final Catalog catalog;
  private final DeadLetters deadLetters;
  private final Clock clock;
  private final Duration maxAhead;
  private final MeterRegistry meters;

  SampleIntake(
      SampleSink sink,
      Catalog catalog,
      DeadLetters deadLetters,
      Clock clock,
      SignalSettings settings,
      MeterRegistry meters) {
    this.sink = sink;
    this.catalog = catalog;
    this.deadLetters = deadLetters;
    this.clock = clock;
    this.maxAhead = settings.maxAhead();
    this.meters = meters;
  }

  /** Takes the message in the body of that request: 204 once its samples are in the windows. */
  public ResponseEntity<?> take(HttpServletRequest request, SampleFormat format) throws IOException {
    try {
      SampleFormat.Reading reading = format.read(request.getInputStream());
      take(reading);
      if (!reading.faults().isEmpty()) {
        deadLetters.keep(request, reading.faults().stream().limit(MAX_NAMED).collect(joining("; ")));
      }
      return ResponseEntity.noContent().build();
    } catch (Unreadable e) {
      deadLetters.keep(request, e.reason());
      return ResponseEntity.of(e.getBody()).build();
    } catch (IntakeBusy e) {
      return busy(e.reason());
    } catch (DataAccessException | TransactionException e) {
      return busy("the database cannot be reached just now");
    }
  }

  private void take(SampleFormat.Reading reading) {
    long latest = clock.instant().plus(maxAhead).toEpochMilli();
    List<Sample> samples =
        reading.samples().stream()
            .filter(sample -> Double.isFinite(sample.value()) && sample.time() <= latest)
            .toList();
    samples.stream().map(Sample::service).distinct().forEach(catalog::heardOf);
    long refused = samples.isEmpty() ? 0 : sink.take(samples).stream().filter(Objects::nonNull).count();
    count("accepted", samples.size() - refused);
    count("rejected", reading.samples().size() - samples.size() + refused + reading.faults().size());
    count("unmapped", reading.unmapped());
  }

  private void count(String outcome, long samples) {
    meters.counter("faultdesk.signal.samples", "outcome", outcome).increment(samples);
  }

  private static ResponseEntity<?> busy(String reason) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, reason);
    problem.setProperty("code", "busy");
    return ResponseEntity.of(problem).build();
  }
}
