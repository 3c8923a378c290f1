/**
 * Knows teams and people and says who gets a task. It must never touch a task itself.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"shared", "catalog"})
package io.faultdesk.staff;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
