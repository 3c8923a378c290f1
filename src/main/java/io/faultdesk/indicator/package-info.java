/**
 * Cleans samples, keeps them in sliding windows and computes their statistics, in memory and as stored history. It
 * must never judge a value.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"shared", "catalog", "signal"})
package io.faultdesk.indicator;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
