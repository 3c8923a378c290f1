/**
 * Writes notices and delivers them, each attempt recorded. It must never decide when somebody is to be told.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"shared", "catalog", "staff"})
package io.faultdesk.notification;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
