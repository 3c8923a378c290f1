package io.faultdesk.signal;

import static io.faultdesk.signal.Reception.problem;

import io.faultdesk.catalog.Catalog;
import io.faultdesk.signal.EventReading.Measured;
import io.faultdesk.signal.SampleTally.Rejection;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The way of every message of events, alerts and samples alike: each event has its effect once, however often it comes, and a
 * bad one takes no good one with it.
 */
@Component
public class EventIntake implements AutoCloseable {

  private final Reception reception;
  private final Inbox inbox;
  private final SampleSink sink;
  private final SeenEvents seen;
  private final DeadLetters deadLetters;
  private final Catalog catalog;
  private final Clock clock;
  private final SignalSettings settings;
  private final MeterRegistry meters;
  private final GroupCommit<Arrival> commits;

  EventIntake(
      Reception reception,
      Inbox inbox,
      SampleSink sink,
      SeenEvents seen,
      DeadLetters deadLetters,
      Catalog catalog,
      Clock clock,
      SignalSettings settings,
      MeterRegistry meters,
      PlatformTransactionManager transactions) {
    this.reception = reception;
    this.inbox = inbox;
    this.sink = sink;
    this.seen = seen;
    this.deadLetters = deadLetters;
    this.catalog = catalog;
    this.clock = clock;
    this.settings = settings;
    this.meters = meters;
    this.commits = new GroupCommit<>(new TransactionTemplate(transactions), GroupCommit.each(this::measure));
  }

  /** Takes the events of that request: 202 once their alerts are on disk and their samples in the windows. */
  public ResponseEntity<?> take(HttpServletRequest request, EventFormat format) throws IOException {
    return reception.receive(
        request, () -> taken(request, format), (status, reason) -> ResponseEntity.of(problem(status, reason)).build());
  }

  private ResponseEntity<?> taken(HttpServletRequest request, EventFormat format) throws IOException {
    EventReading reading = format.read(request, clock.instant());
    Arrival arrival = arrival(reading);
    inbox.store(new AlertReading(reading.alerts()), SenderLimits.sender(request));
    reading.alerts().forEach(item -> catalog.heardOf(item.alert().service()));
    int known = arrival.events().isEmpty() ? 0 : commits.store(arrival);
    arrival.tally().count(meters);
    Receipt receipt = receipt(reading, arrival.tally(), reading.alerts().size() + known);
    if (receipt.rejectedCount() > 0) {
      deadLetters.keep(request, receipt.firstReason("items"));
    }
    return receipt.answer(HttpStatus.UNPROCESSABLE_ENTITY, "no-good-event", "none of the events could be taken");
  }

  private Arrival arrival(EventReading reading) throws IOException {
    SampleTally tally = new SampleTally(sink, Integer.MAX_VALUE);
    SampleReader reader = new SampleReader(clock, settings.maxAhead(), catalog::heardOf, tally);
    List<Samples> events = new ArrayList<>();
    for (Measured event : reading.measured()) {
      List<Sample> good = reader.readValue(event.index(), event.data(), event.time().toEpochMilli());
      if (!good.isEmpty()) {
        events.add(new Samples(event.index(), event.key(), good));
      }
    }
    return new Arrival(events, tally);
  }

  /** Puts the samples of new events into the windows; how many samples of the others there are. */
  private int measure(Arrival arrival) {
    List<Samples> unseen = seen.unseen(arrival.events(), Samples::key);
    for (Samples event : unseen) {
      event.samples().forEach(sample -> arrival.tally().offer(event.index(), sample));
    }
    arrival.tally().flush();
    return count(arrival.events()) - count(unseen);
  }

  private static int count(List<Samples> events) {
    return events.stream().mapToInt(event -> event.samples().size()).sum();
  }

  private static Receipt receipt(EventReading reading, SampleTally tally, int otherwiseAccepted) {
    List<Rejection> rejected =
        Stream.concat(
            reading.faults().stream().map(fault -> new Rejection(fault.index(), fault.reason())),
            tally.rejections().stream())
            .sorted(Comparator.comparingInt(Rejection::index))
            .limit(SampleTally.MAX_NAMED)
            .toList();
    return new Receipt(
        tally.accepted() + otherwiseAccepted, tally.rejected() + reading.faults().size(), rejected);
  }

  @Override
  public void close() {
    commits.close();
  }

  /** What one request brings for the windows. */
  private record Arrival(List<Samples> events, SampleTally tally) {}

  /** The good samples of one event. */
  private record Samples(int index, String key, List<Sample> samples) {}
}
