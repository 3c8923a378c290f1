/**
 * Learns from the past how likely a fault is and says so with reasons; the only place that knows Smile. It must never decide what
 * is done about it.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"shared", "catalog", "indicator", "incident"})
package io.faultdesk.prediction;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
