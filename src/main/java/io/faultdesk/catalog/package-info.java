/**
 * Says what {@code faultdesk.yaml} declares of the watched platform: services, their calls, their teams and their
 * indicators. It must never measure anything.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"shared"})
package io.faultdesk.catalog;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
