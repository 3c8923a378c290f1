package io.faultdesk.rules;

import io.faultdesk.shared.ServiceName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is being judged now, and since when. Rules are stopped by {@link Findings}; a judgment that nevertheless does not come
 * back, because of a fault of Drools, can only be seen and told.
 */
final class Judging {

  /** Many times what any judgment may take. */
  static final Duration TOO_LONG = Duration.ofMinutes(1);

  private static final Logger log = LoggerFactory.getLogger(Judging.class);

  private final Clock clock;
  private final Set<Run> runs = ConcurrentHashMap.newKeySet();

  Judging(Clock clock) {
    this.clock = clock;
  }

  /** Judges a service under observation. */
  Verdict of(ServiceName service, Supplier<Verdict> judge) {
    Run run = new Run(service, clock.instant());
    runs.add(run);
    try {
      return judge.get();
    } finally {
      runs.remove(run);
      if (run.told) {
        log.info("The judgment of {} that began at {} has come back", service, run.since);
      }
    }
  }

  /** The judgments that have not come back within a minute, the oldest first. */
  List<Stuck> stuck() {
    return overdue().stream().map(run -> new Stuck(run.service.value(), run.since)).sorted().toList();
  }

  /** Tells once of each judgment that does not come back. */
  void tell() {
    for (Run run : overdue()) {
      if (!run.told) {
        run.told = true;
        log.error(
            "The judgment of {} that began at {} does not come back. Nothing is found there until it does or the server is"
                + " started again; the other services are judged",
            run.service, run.since);
      }
    }
  }

  private List<Run> overdue() {
    Instant latest = clock.instant().minus(TOO_LONG);
    return runs.stream().filter(run -> run.since.isBefore(latest)).toList();
  }

  /** A service whose judgment does not come back. */
  record Stuck(String service, Instant since) implements Comparable<Stuck> {

    @Override
    public int compareTo(Stuck other) {
      return since.compareTo(other.since);
    }
  }

  private static final class Run {

    private final ServiceName service;
    private final Instant since;
    private volatile boolean told;

    Run(ServiceName service, Instant since) {
      this.service = service;
      this.since = since;
    }
  }
}
