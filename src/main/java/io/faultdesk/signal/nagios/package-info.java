/**
 * Reads the notifications of Nagios. It must never take a notification for news whose time lies before what is known.
 */
@NullMarked
package io.faultdesk.signal.nagios;

import org.jspecify.annotations.NullMarked;
