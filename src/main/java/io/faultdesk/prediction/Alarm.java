package io.faultdesk.prediction;

import io.faultdesk.shared.ServiceName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That a model expected a fault, and whether it came.
 *
 * @param shadow whether nobody was told
 * @param until when it is over without a fault
 * @param cameTrue null until that is known
 * @param incident number of the incident that came
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
    @Nullable String incident) {}
