/**
 * Takes what other programs send, in their own format, and keeps it: samples to the windows, alerts to the inbox,
 * unreadable bodies to the dead letters. It must never decide whether something is wrong.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"shared", "catalog"})
package io.faultdesk.signal;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
