package io.faultdesk.prediction;

import io.faultdesk.shared.ServiceName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That a model expected a fault, and whether it came.
 *
 * @param shadow whether nobody was told
 * @param until when it is over without a fault
 * @param cameTrue null until that is known, and for good where it was prevented
 * @param prevented whether a person did something against it, so that nobody will know
 * @param incident number of the incident that came, or of the forecast's where it was prevented
 */
record Alarm(
    long id,
    ServiceName service,
    String version,
    boolean shadow,
    Instant raisedAt,
    Instant until,
    double probability,
    @Nullable Boolean cameTrue,
    boolean prevented,
    @Nullable String incident) {

  /** Whether what happens at that moment is what was expected. */
  boolean isAbout(Instant moment) {
    return moment.isAfter(raisedAt) && !moment.isAfter(until);
  }
}
