/**
 * Runs the response to an incident as a BPMN process; the only place that knows Camunda. It must never decide what an
 * incident is or may do.
 */
@NullMarked
@ApplicationModule(
    allowedDependencies = {"shared", "catalog", "incident", "staff", "security", "notification", "prediction"})
package io.faultdesk.workflow;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
