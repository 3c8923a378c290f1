/**
 * Turns signals into findings with one pure function and sees to it that each finding reaches an incident. It must
 * never talk to people or to the process engine.
 */
@NullMarked
@ApplicationModule(
    allowedDependencies = {"shared", "catalog", "signal", "indicator", "rules", "prediction", "incident"})
package io.faultdesk.detection;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
