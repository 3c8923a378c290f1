/**
 * Loads, checks, swaps and asks the DRL rules; the only place that knows Drools. It must never remember anything
 * between two verdicts.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"shared", "catalog", "signal", "indicator", "incident", "prediction"})
package io.faultdesk.rules;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
