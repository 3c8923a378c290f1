/**
 * Reads CloudEvents 1.0 as they come over HTTP. It must never let an event have an effect twice, nor refuse the good events of a
 * batch for a bad one.
 */
@NullMarked
package io.faultdesk.signal.cloudevents;

import org.jspecify.annotations.NullMarked;
