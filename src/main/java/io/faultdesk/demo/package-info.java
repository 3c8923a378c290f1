/**
 * Plays a CRM platform that sends real samples over HTTP and breaks from time to time, in the demo profile only. It
 * must never reach into another module.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"shared", "catalog"})
package io.faultdesk.demo;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
