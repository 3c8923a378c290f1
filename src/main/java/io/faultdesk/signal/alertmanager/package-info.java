/**
 * Speaks Alertmanager's two languages: the one in which Prometheus posts to it and the webhook it sends itself. It
 * must never refuse what Alertmanager would take.
 */
@NullMarked
package io.faultdesk.signal.alertmanager;

import org.jspecify.annotations.NullMarked;
