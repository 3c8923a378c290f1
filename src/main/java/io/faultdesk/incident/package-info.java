/**
 * Owns the incident: what was found, how urgent it is, what happened to it and when. It must never know how the work
 * on an incident is organised.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"shared", "catalog", "staff"})
package io.faultdesk.incident;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
