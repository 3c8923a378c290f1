/** Speaks PagerDuty's Events API v2. It must never let an acknowledgement or an end begin anything. */
@NullMarked
package io.faultdesk.signal.pagerduty;

import org.jspecify.annotations.NullMarked;
