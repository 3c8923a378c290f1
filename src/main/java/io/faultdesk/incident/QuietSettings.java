package io.faultdesk.incident;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The block {@code faultdesk.incident.quiet}: what keeps findings from opening incidents of their own.
 *
 * @param keepMuted how long a muted finding is kept after its end
 */
record QuietSettings(@DefaultValue("90d") Duration keepMuted) {}
