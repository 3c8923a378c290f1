/**
 * The application itself: start, command dispatch, error format, clock and time converter. It must never hold
 * anything that a module would want to import.
 */
@NullMarked
package io.faultdesk;

import org.jspecify.annotations.NullMarked;
